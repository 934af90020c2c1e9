package dev.serin.gates;

import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.plan.GateQuestion;
import dev.serin.resources.GateJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a Job of a CronJob once, and looks how it went. A Job whose name is there already was begun before: it goes on. */
final class JobGate {
    /** What a Job's own deadline may be late by, and clocks may differ. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Clock clock;

    JobGate(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Tells one question from another, in the Job's name and in requests. */
    static String checksum(Subject subject, GateQuestion question) {
        var point = question.point();
        AnalysisGate.Job job = question.gate().job();
        return GateJob.checksum(List.of(
                subject.context().uid(),
                question.gate().name(),
                question.when().name(),
                point.revision(),
                point.attempt(),
                String.valueOf(point.weight()),
                job == null ? "" : job.cronJob()));
    }

    Reply look(Subject subject, GateQuestion question, AnalysisGate.Job gate) {
        String name = GateJob.name(subject.context().name(), question.gate().name(), checksum(subject, question));
        try {
            Job job = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(subject.context().namespace())
                    .withName(name)
                    .get();
            return job == null ? begin(subject, question, gate, name) : state(subject, job, gate);
        } catch (KubernetesClientException e) {
            return Reply.inconclusive("Job %s: the API server answered %d".formatted(name, e.getCode()));
        }
    }

    private Reply begin(Subject subject, GateQuestion question, AnalysisGate.Job gate, String name) {
        CronJob template = client.batch()
                .v1()
                .cronjobs()
                .inNamespace(subject.context().namespace())
                .withName(gate.cronJob())
                .get();
        if (template == null) {
            return Reply.inconclusive("CronJob %s is not in this namespace".formatted(gate.cronJob()));
        }
        Job job = GateJob.of(
                subject.context(),
                name,
                template,
                GateEnvironment.of(subject, question),
                GoDuration.parse(gate.timeout()));
        try {
            client.batch().v1().jobs().resource(job).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        return Reply.of(State.Running, "Job %s runs".formatted(name));
    }

    private Reply state(Subject subject, Job job, AnalysisGate.Job gate) {
        String name = job.getMetadata().getName();
        if (job.getOwnerReferenceFor(subject.context().uid()).isEmpty()) {
            return Reply.inconclusive("Job %s is there already and was not made for this release".formatted(name));
        }
        Optional<JobCondition> end = conditions(job)
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
                .findFirst();
        if (end.isPresent()) {
            boolean complete = end.get().getType().equals("Complete");
            return complete
                    ? Reply.passed("Job %s is complete".formatted(name))
                    : Reply.failed(
                            "Job %s failed (%s)".formatted(name, end.get().getReason()));
        }
        Instant late = Instant.parse(job.getMetadata().getCreationTimestamp())
                .plus(GoDuration.parse(gate.timeout()))
                .plus(GRACE);
        return late.isAfter(clock.instant())
                ? Reply.of(State.Running, "Job %s runs".formatted(name))
                : Reply.failed("Job %s did not end within %s".formatted(name, gate.timeout()));
    }

    private static Stream<JobCondition> conditions(Job job) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> Optional.ofNullable(status.getConditions()).stream())
                .flatMap(List::stream);
    }
}
