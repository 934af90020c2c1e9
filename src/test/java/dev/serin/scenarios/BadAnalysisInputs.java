package dev.serin.scenarios;

import dev.serin.scenarios.BadInputs.Case;
import java.util.List;

/** What the API refuses of {@code spec.analysis}, and its words. */
final class BadAnalysisInputs {
    private static final String BAD = "The CanaryRelease \"bad\" is invalid: ";

    static final List<Case> REFUSED = List.of(
            analysis(
                    "an analysis of nothing",
                    "compareToStable: {metrics: []}",
                    BAD
                            + "spec.analysis: Invalid value: \"object\": judges nothing: set successRate, latency, gates, or"
                            + " metrics of compareToStable"),
            analysis(
                    "a success rate above all",
                    "successRate: {min: 101}",
                    BAD
                            + "spec.analysis.successRate.min: Invalid value: 101: spec.analysis.successRate.min in body should"
                            + " be less than or equal to 100"),
            analysis(
                    "a success rate without its limit",
                    "successRate: {}",
                    BadInputs.misshapen("spec.analysis.successRate.min: Required value")),
            analysis(
                    "a latency that is no duration",
                    "latency: {max: quick}",
                    BAD
                            + "spec.analysis.latency.max: Invalid value: \"string\": must be a duration such as 500ms, 30s or"
                            + " 5m"),
            analysis(
                    "a latency without its limit",
                    "latency: {percentile: 99}",
                    BadInputs.misshapen("spec.analysis.latency.max: Required value")),
            analysis(
                    "looks without pause",
                    "interval: 100ms",
                    BAD + "spec.analysis.interval: Invalid value: \"string\": must be from 1s to 5m"),
            analysis(
                    "a metric that is none",
                    "compareToStable: {metrics: [Errors]}",
                    BadInputs.misshapen("spec.analysis.compareToStable.metrics[0]: Unsupported value: \"Errors\":"
                            + " supported values: \"Latency\", \"SuccessRate\"")),
            analysis(
                    "a metric twice",
                    "compareToStable: {metrics: [Latency, Latency]}",
                    BAD + "spec.analysis.compareToStable.metrics: Invalid value: \"array\": name each metric once"),
            analysis(
                    "a false alarm that is sure",
                    "compareToStable: {falseAlarm: 100}",
                    BAD + "spec.analysis.compareToStable.falseAlarm: Invalid value: 100:"
                            + " spec.analysis.compareToStable.falseAlarm in body should be less than or equal to 20"),
            analysis(
                    "an HTTP status of gRPC",
                    "failureStatuses: [UNAVAILABLE, \"503\"]",
                    BAD + "spec.analysis.failureStatuses: Invalid value: \"object\": must be gRPC statuses such as"
                            + " UNAVAILABLE, since service.protocol is GRPC"),
            analysis(
                    "a status that there is not",
                    "failureStatuses: [BROKEN]",
                    BAD + "spec.analysis.failureStatuses: Invalid value: \"object\": must be gRPC statuses such as"
                            + " UNAVAILABLE, since service.protocol is GRPC"),
            analysis(
                    "too few requests to say anything",
                    "minRequests: 0",
                    BAD + "spec.analysis.minRequests: Invalid value: 0: spec.analysis.minRequests in body should be"
                            + " greater than or equal to 1"),
            analysis(
                    "an unknown way with too little traffic",
                    "onInsufficientTraffic: Guess",
                    BadInputs.misshapen("spec.analysis.onInsufficientTraffic: Unsupported value: \"Guess\": supported"
                            + " values: \"Wait\", \"Pass\", \"Fail\"")),
            new Case(
                    "an approval that is none",
                    "weight: 10",
                    "steps: [{weight: 10, approval: Maybe}]",
                    BadInputs.misshapen(
                            "spec.strategy.steps[0].approval: Unsupported value: \"Maybe\": supported values:"
                                    + " \"None\", \"Required\"")));

    private BadAnalysisInputs() {}

    private static Case analysis(String what, String analysis, String answer) {
        return new Case(what, "strategy:", "analysis: {" + analysis + "}\n  strategy:", answer);
    }
}
