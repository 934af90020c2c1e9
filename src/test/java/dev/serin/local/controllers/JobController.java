package dev.serin.local.controllers;

import dev.serin.local.controllers.WorkQueue.ObjectKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stand-in for the Job controller: one pod at a time, until one succeeds, too many fail or the deadline is over. */
final class JobController implements AutoCloseable {
    private static final int DEFAULT_BACK_OFF_LIMIT = 6;

    private final KubernetesClient client;
    private final WorkQueue queue = new WorkQueue("job-controller", this::reconcile);

    JobController(KubernetesClient client, Caches caches) {
        this.client = client;
        Caches.onChange(
                caches.jobs,
                job -> queue.add(
                        job.getMetadata().getNamespace(), job.getMetadata().getName()));
        Caches.onChange(
                caches.pods,
                pod -> Owners.nameOf(pod, "Job")
                        .ifPresent(name -> queue.add(pod.getMetadata().getNamespace(), name)));
    }

    private void reconcile(ObjectKey key) {
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (job == null || job.getMetadata().getDeletionTimestamp() != null || isOver(job)) {
            return;
        }
        if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            return;
        }
        Instant started = started(job);
        List<Pod> pods = pods(job);
        long failed =
                pods.stream().filter(pod -> Pods.phase(pod).equals("Failed")).count();
        boolean succeeded = pods.stream().anyMatch(pod -> Pods.phase(pod).equals("Succeeded"));
        int limit = Optional.ofNullable(job.getSpec().getBackoffLimit()).orElse(DEFAULT_BACK_OFF_LIMIT);
        Optional<Duration> left = Optional.ofNullable(job.getSpec().getActiveDeadlineSeconds())
                .map(seconds -> Duration.between(Instant.now(), started.plusSeconds(seconds)));
        if (succeeded) {
            write(job, pods, started, "Complete", "CompletionsReached");
        } else if (failed > limit) {
            write(job, pods, started, "Failed", "BackoffLimitExceeded");
        } else if (left.filter(time -> !time.isPositive()).isPresent()) {
            pods.stream()
                    .filter(Pods::isActive)
                    .forEach(pod -> client.resource(pod).delete());
            write(job, pods, started, "Failed", "DeadlineExceeded");
        } else {
            if (pods.stream().noneMatch(Pods::isActive)) {
                client.resource(pod(job)).create();
            }
            write(job, pods(job), started, null, "");
            left.ifPresent(time -> queue.addAfter(key, time));
        }
    }

    private static boolean isOver(Job job) {
        return job.getStatus() != null && !job.getStatus().getConditions().isEmpty();
    }

    private static Instant started(Job job) {
        return Optional.ofNullable(job.getStatus())
                .map(JobStatus::getStartTime)
                .map(Instant::parse)
                .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private List<Pod> pods(Job job) {
        return client.pods().inNamespace(job.getMetadata().getNamespace()).list().getItems().stream()
                .filter(pod -> Owners.owns(job, pod))
                .toList();
    }

    private static Pod pod(Job job) {
        return new PodBuilder()
                .withMetadata(job.getSpec().getTemplate().getMetadata())
                .editOrNewMetadata()
                .withNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName() + "-"
                        + UUID.randomUUID().toString().substring(0, 5))
                .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .withOwnerReferences(Owners.controller(job))
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }

    /** {@code end}: the condition by which it is over, if it is. */
    private void write(Job job, List<Pod> pods, Instant started, @Nullable String end, String reason) {
        JobStatusBuilder status = new JobStatusBuilder()
                .withStartTime(started.toString())
                .withActive((int) pods.stream().filter(Pods::isActive).count())
                .withSucceeded((int) pods.stream()
                        .filter(pod -> Pods.phase(pod).equals("Succeeded"))
                        .count())
                .withFailed((int) pods.stream()
                        .filter(pod -> Pods.phase(pod).equals("Failed"))
                        .count());
        if (end != null) {
            status.withConditions(new JobConditionBuilder()
                    .withType(end)
                    .withStatus("True")
                    .withReason(reason)
                    .withLastTransitionTime(
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .build());
        }
        if (!status.build().equals(job.getStatus())) {
            client.resource(new JobBuilder(job).withStatus(status.build()).build())
                    .updateStatus();
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
