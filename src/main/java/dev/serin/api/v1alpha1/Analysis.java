package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By what canary is judged while a release is under way, from the proxies' own counters. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Analysis(
        @JsonPropertyDescription("How often the proxies' counters are looked at. A duration as in Go, from 1s to 5m.")
        String interval,

        @JsonPropertyDescription("The least share of canary's requests that has to succeed.") @Nullable
        SuccessRate successRate,

        @JsonPropertyDescription("The longest that canary's answers may take to begin.") @Nullable
        Latency latency,

        @JsonPropertyDescription(
                "Canary is no worse than stable in the same intervals: what both suffer from alike sends"
                        + " nothing back.")
        CompareToStable compareToStable,

        @JsonPropertyDescription(
                "How a request ends that counts as failed, by gRPC status such as UNAVAILABLE (service.protocol"
                        + " GRPC) or by HTTP status such as 503 or 5xx (HTTP2, HTTP). By default UNKNOWN, DEADLINE_EXCEEDED,"
                        + " UNIMPLEMENTED, INTERNAL, UNAVAILABLE and DATA_LOSS, or 5xx: what a client did wrong is not the"
                        + " server's failure. No connection, no answer and an answer that breaks off always count.")
        @Nullable
        List<String> failureStatuses,

        @JsonPropertyDescription("How many requests canary must have had at a weight before its hold may end.")
        Integer minRequests,

        @JsonPropertyDescription(
                "What follows when a hold is over and canary had fewer requests than minRequests at its weight."
                        + " Wait: the hold goes on until there are enough. Pass: the release goes on. Fail: it goes back."
                        + " While a proxy cannot be read it always waits.")
        Insufficient onInsufficientTraffic,

        @JsonPropertyDescription(
                "For how long from canary's first request on nothing is counted, since cold programs are slow. A"
                        + " duration as in Go, up to 1h. Pods that crash are noticed all the same.")
        String warmUp,

        @JsonPropertyDescription(
                "Further checks, asked of somebody else: Prometheus queries, webhooks and Jobs; see docs/gates.md.")
        List<AnalysisGate> gates) {

    public static final String DEFAULT_INTERVAL = "5s";
    public static final String DEFAULT_WARM_UP = "30s";
    public static final int DEFAULT_MIN_REQUESTS = 100;
    public static final int MAX_FAILURE_STATUSES = 32;

    /** What of gRPC is the server's failure, as in OpenTelemetry's conventions for gRPC servers. */
    public static final List<String> GRPC_FAILURES =
            List.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

    public static final List<String> HTTP_FAILURES = List.of("5xx");

    public Analysis(
            @Nullable String interval,
            @Nullable SuccessRate successRate,
            @Nullable Latency latency,
            @Nullable CompareToStable compareToStable,
            @Nullable List<String> failureStatuses,
            @Nullable Integer minRequests,
            @Nullable Insufficient onInsufficientTraffic,
            @Nullable String warmUp,
            @Nullable List<AnalysisGate> gates) {
        this.interval = interval == null ? DEFAULT_INTERVAL : interval;
        this.successRate = successRate;
        this.latency = latency;
        this.compareToStable = compareToStable == null ? CompareToStable.DEFAULT : compareToStable;
        this.failureStatuses = failureStatuses == null ? null : List.copyOf(failureStatuses);
        this.minRequests = minRequests == null ? DEFAULT_MIN_REQUESTS : minRequests;
        this.onInsufficientTraffic = onInsufficientTraffic == null ? Insufficient.Wait : onInsufficientTraffic;
        this.warmUp = warmUp == null ? DEFAULT_WARM_UP : warmUp;
        this.gates = gates == null ? List.of() : List.copyOf(gates);
    }

    /** What follows from too few requests at the end of a hold. */
    public enum Insufficient {
        /** The hold goes on until there are enough. */
        Wait,
        /** The release goes on. */
        Pass,
        /** The release goes back. */
        Fail
    }

    /** The least share of requests that succeed. */
    public record SuccessRate(
            @Required
            @JsonPropertyDescription("In percent of canary's requests; below it, beyond doubt, the release goes back.")
            Double min) {}

    /** The limit of a percentile. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            @JsonPropertyDescription("Which percentile of canary's latencies, in percent.")
            Double percentile,

            @Required
            @JsonPropertyDescription(
                    "What that percentile may be at most: the time from a request's arrival at a pod to the first"
                            + " byte of its answer, or until the client gives up; proxies count it to two digits. A duration as in"
                            + " Go, such as 500ms.")
            String max) {
        public static final double DEFAULT_PERCENTILE = 99;

        public Latency(@Nullable Double percentile, String max) {
            this.percentile = percentile == null ? DEFAULT_PERCENTILE : percentile;
            this.max = max;
        }
    }

    /** A comparison in the same intervals. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CompareToStable(
            @JsonPropertyDescription(
                    "The chance, in percent, that a canary which is no worse is sent back, in the whole release and"
                            + " by all checks together, however long it takes.")
            Double falseAlarm,

            @JsonPropertyDescription(
                    "By how many percentage points canary's share of failed (and of slow) requests may be above"
                            + " stable's.")
            Double margin,

            @JsonPropertyDescription("What is compared: SuccessRate, Latency, both or (empty) nothing.")
            List<Metric> metrics,

            @JsonPropertyDescription(
                    "An answer is slow when it takes longer than this percentile of stable's answers, in percent.")
            Double latencyPercentile) {
        public static final double DEFAULT_FALSE_ALARM = 1;
        public static final double DEFAULT_MARGIN = 0.1;
        public static final double DEFAULT_LATENCY_PERCENTILE = 99;
        public static final List<Metric> DEFAULT_METRICS = List.of(Metric.SuccessRate, Metric.Latency);
        public static final CompareToStable DEFAULT = new CompareToStable(null, null, null, null);

        public CompareToStable(
                @Nullable Double falseAlarm,
                @Nullable Double margin,
                @Nullable List<Metric> metrics,
                @Nullable Double latencyPercentile) {
            this.falseAlarm = falseAlarm == null ? DEFAULT_FALSE_ALARM : falseAlarm;
            this.margin = margin == null ? DEFAULT_MARGIN : margin;
            this.metrics = metrics == null ? DEFAULT_METRICS : List.copyOf(metrics);
            this.latencyPercentile = latencyPercentile == null ? DEFAULT_LATENCY_PERCENTILE : latencyPercentile;
        }

        /** What is compared. */
        public enum Metric {
            /** The share of requests that failed. */
            SuccessRate,
            /** The share of slow answers. */
            Latency
        }
    }
}
