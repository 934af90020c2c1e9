package dev.serin.generate;

import static dev.serin.generate.Schema.number;
import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import java.util.List;

/** What the API server checks and fills in of {@code spec.analysis}. */
final class AnalysisRules {
    private static final String GRPC = "^(CANCELLED|UNKNOWN|INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS"
            + "|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNIMPLEMENTED|INTERNAL"
            + "|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED)$";
    private static final String HTTP = "^[45](xx|[0-9][0-9])$";
    private static final int MAX_REQUESTS = 1_000_000;

    private final Schema schema;

    AnalysisRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at("spec.analysis")
                .rule(
                        "has(self.successRate) || has(self.latency) || self.compareToStable.metrics.size() > 0"
                                + " || (has(self.gates) && self.gates.size() > 0)",
                        "judges nothing: set successRate, latency, gates, or metrics of compareToStable");
        duration("spec.analysis.interval", "1s", "5m");
        schema.at("spec.analysis.interval").defaults(text(Analysis.DEFAULT_INTERVAL));
        duration("spec.analysis.warmUp", "0s", "1h");
        schema.at("spec.analysis.warmUp").defaults(text(Analysis.DEFAULT_WARM_UP));
        schema.at("spec.analysis.minRequests").between(1, MAX_REQUESTS).defaults(number(Analysis.DEFAULT_MIN_REQUESTS));
        schema.at("spec.analysis.onInsufficientTraffic")
                .only("Wait", "Pass", "Fail")
                .defaults(text("Wait"));
        schema.at("spec.analysis.successRate.min").range(1, 100);
        schema.at("spec.analysis.latency.percentile")
                .range(50, 99.9)
                .defaults(Schema.tree(Analysis.Latency.DEFAULT_PERCENTILE));
        duration("spec.analysis.latency.max", "1ms", "1h");
        compareToStable();
        failureStatuses();
        new GateRules(schema).apply();
    }

    private void compareToStable() {
        String field = "spec.analysis.compareToStable";
        schema.at(field).defaults(Schema.object());
        schema.at(field + ".falseAlarm").range(0.01, 20).defaults(Schema.tree(CompareToStable.DEFAULT_FALSE_ALARM));
        schema.at(field + ".margin").range(0, 50).defaults(Schema.tree(CompareToStable.DEFAULT_MARGIN));
        schema.at(field + ".metrics")
                .items(0, 2)
                .defaults(Schema.tree(CompareToStable.DEFAULT_METRICS))
                .rule("self.all(m, self.exists_one(n, n == m))", "name each metric once");
        schema.at(field + ".latencyPercentile")
                .range(50, 99.9)
                .defaults(Schema.tree(CompareToStable.DEFAULT_LATENCY_PERCENTILE));
        schema.at(field + ".earlyPromotion").defaults(Schema.tree(false));
        schema.at(field)
                .rule(
                        "!has(self.earlyPromotion) || !self.earlyPromotion || (double(self.margin) > 0.0 && self.metrics.size() > 0)",
                        "earlyPromotion needs a margin above 0 and something in metrics to compare");
    }

    private void failureStatuses() {
        schema.at("spec.analysis.failureStatuses").items(1, Analysis.MAX_FAILURE_STATUSES);
        schema.at("spec.analysis.failureStatuses[]").length(3, 32);
        for (String[] each : List.of(
                new String[] {"==", GRPC, "must be gRPC statuses such as UNAVAILABLE, since service.protocol is GRPC"},
                new String[] {"!=", HTTP, "must be HTTP statuses such as 503 or 5xx, since service.protocol is not GRPC"
                })) {
            schema.at("spec")
                    .rule(
                            ("!has(self.analysis) || !has(self.analysis.failureStatuses)"
                                            + " || !(self.service.protocol %s 'GRPC')"
                                            + " || self.analysis.failureStatuses.all(s, s.matches('%s'))")
                                    .formatted(each[0], each[1]),
                            each[2],
                            ".analysis.failureStatuses");
        }
    }

    private void duration(String field, String least, String most) {
        Durations.of(schema, field, least, most);
    }
}
