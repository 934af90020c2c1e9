package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A further check of canary, asked of somebody else: a Prometheus query, a webhook or a Job. What is missing, no number or
 * unreachable is inconclusive and never a success.
 *
 * <p>The points in time are those of Flagger's webhooks (confirm-rollout and pre-rollout, rollout, confirm-promotion,
 * rollback); {@code failureLimit} and inconclusive answers are as in Argo Rollouts' AnalysisTemplate.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnalysisGate(
        @Required @JsonPropertyDescription("What status, events and requests call it.")
        String name,

        @JsonPropertyDescription(
                "When it is asked. Start: before the first weight, when canary has ready pods and no request. Step: at"
                        + " each weight, again and again; its hold ends only while the last answer is a pass. Promotion: before"
                        + " canary gets every request, or the target its template. RolledBack: told after canary was sent back;"
                        + " the answer changes nothing.")
        List<When> when,

        @JsonPropertyDescription("Asks a Prometheus for one number. Exactly one of prometheus, webhook and job.")
        @Nullable
        Prometheus prometheus,

        @JsonPropertyDescription("Asks a URL by POST. Exactly one of prometheus, webhook and job.") @Nullable
        Webhook webhook,

        @JsonPropertyDescription("Runs a Job, such as a smoke test. Exactly one of prometheus, webhook and job.")
        @Nullable
        Job job,

        @JsonPropertyDescription(
                "How long after an answer it is asked again. A duration as in Go, from 1s to 1h. A Job runs once.")
        String interval,

        @JsonPropertyDescription(
                "How many failed answers are put up with, at each weight, before canary is sent back. Not for a Job,"
                        + " which has a backoffLimit of its own.")
        Integer failureLimit) {

    public static final String DEFAULT_INTERVAL = "30s";
    public static final List<When> DEFAULT_WHEN = List.of(When.Step);
    public static final int DEFAULT_FAILURE_LIMIT = 0;

    /** How many gates a release may have. */
    public static final int MOST = 10;

    public AnalysisGate(
            String name,
            @Nullable List<When> when,
            @Nullable Prometheus prometheus,
            @Nullable Webhook webhook,
            @Nullable Job job,
            @Nullable String interval,
            @Nullable Integer failureLimit) {
        this.name = name;
        this.when = when == null ? DEFAULT_WHEN : List.copyOf(when);
        this.prometheus = prometheus;
        this.webhook = webhook;
        this.job = job;
        this.interval = interval == null ? DEFAULT_INTERVAL : interval;
        this.failureLimit = failureLimit == null ? DEFAULT_FAILURE_LIMIT : failureLimit;
    }

    /** How long one answer may take. */
    @JsonIgnore
    public String timeout() {
        return webhook != null ? webhook.timeout() : job != null ? job.timeout() : Prometheus.TIMEOUT;
    }

    /** When a gate is asked. */
    public enum When {
        /** Before the first weight. */
        Start,
        /** At each weight, as long as it is held. */
        Step,
        /** Before canary gets every request, or the target canary's template. */
        Promotion,
        /** After canary was sent back. */
        RolledBack
    }

    /** An instant query. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Prometheus(
            @Required
            @JsonPropertyDescription(
                    "Where Prometheus' API begins, such as http://prometheus.monitoring:9090; /api/v1/query is added.")
            String address,

            @Required
            @JsonPropertyDescription(
                    "In PromQL. It has to give a scalar or a vector of one sample: anything else, and NaN, is inconclusive.")
            String query,

            @JsonPropertyDescription("The least value that passes.") @Nullable
            Double min,

            @JsonPropertyDescription("The greatest value that passes.") @Nullable
            Double max) {
        /** How long Prometheus may take. */
        public static final String TIMEOUT = "10s";
    }

    /** A request that somebody answers. */
    public record Webhook(
            @Required
            @JsonPropertyDescription(
                    "Gets JSON by POST. 200 to 299 passes; 401, 403, 404, 407, 408, 409, 425, 429, 502, 503, 504, a"
                            + " redirect (not followed) and no answer are inconclusive: it is asked again. Any other fails.")
            String url,

            @JsonPropertyDescription("How long the answer may take. A duration as in Go, from 1s to 1m.")
            String timeout) {
        public static final String DEFAULT_TIMEOUT = "10s";

        public Webhook(String url, @Nullable String timeout) {
            this.url = url;
            this.timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
        }
    }

    /** A Job that is made from a CronJob, as {@code kubectl create job --from=cronjob/NAME} does. */
    public record Job(
            @Required
            @JsonPropertyDescription(
                    "The CronJob in this namespace whose jobTemplate is run; it may be suspended. Only who may make CronJobs"
                            + " decides what runs.")
            String cronJob,

            @JsonPropertyDescription(
                    "How long the Job may take before it counts as failed. A duration as in Go, from 10s to 24h.")
            String timeout) {
        public static final String DEFAULT_TIMEOUT = "10m";

        public Job(String cronJob, @Nullable String timeout) {
            this.cronJob = cronJob;
            this.timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
        }
    }
}
