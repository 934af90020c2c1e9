package dev.serin.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Job that a gate runs: that of a CronJob, as {@code kubectl create job --from} makes it, with variables that tell it
 * what to dial, and a deadline.
 */
public final class GateJob {
    /** A pod's label holds a Job's name. */
    private static final int LONGEST_NAME = 63;

    /** Long enough for the answer to be taken; by then somebody may have looked at its logs. */
    private static final int KEPT_SECONDS = 24 * 60 * 60;

    private GateJob() {}

    /** A short hash of texts in their order. */
    public static String checksum(List<String> texts) {
        Map<String, String> numbered = new HashMap<>();
        IntStream.range(0, texts.size()).forEach(i -> numbered.put(String.valueOf(i), texts.get(i)));
        return Hashes.of(numbered);
    }

    /** The same for the same question, so that it is never run twice. */
    public static String name(String release, String gate, String checksum) {
        String words = release + "-" + gate;
        int room = LONGEST_NAME - checksum.length() - 1;
        return (words.length() <= room ? words : words.substring(0, room)).replaceAll("[-.]+$", "") + "-" + checksum;
    }

    /** It is the release's, and goes with it. */
    public static Job of(
            ReleaseContext context, String name, CronJob from, Map<String, String> variables, Duration timeout) {
        var template = from.getSpec().getJobTemplate();
        Job job = new JobBuilder()
                .withMetadata(meta(context, name, template.getMetadata()))
                .withSpec(new JobSpecBuilder(template.getSpec())
                        .withTtlSecondsAfterFinished(KEPT_SECONDS)
                        .withActiveDeadlineSeconds(Math.min(
                                Math.max(1, timeout.toSeconds()),
                                Optional.ofNullable(template.getSpec().getActiveDeadlineSeconds())
                                        .orElse(Long.MAX_VALUE)))
                        .build())
                .build();
        var pod = job.getSpec().getTemplate().getSpec();
        pod.getInitContainers().forEach(container -> tell(container, variables));
        pod.getContainers().forEach(container -> tell(container, variables));
        return job;
    }

    private static ObjectMeta meta(ReleaseContext context, String name, @Nullable ObjectMeta template) {
        ObjectMeta meta = context.meta(name, "gate");
        Map<String, String> labels = new LinkedHashMap<>(labelsOf(template));
        labels.putAll(meta.getLabels());
        meta.setLabels(labels);
        Map<String, String> annotations = new LinkedHashMap<>(annotationsOf(template));
        annotations.put("cronjob.kubernetes.io/instantiate", "manual");
        meta.setAnnotations(annotations);
        return meta;
    }

    private static Map<String, String> labelsOf(@Nullable ObjectMeta meta) {
        return meta == null || meta.getLabels() == null ? Map.of() : meta.getLabels();
    }

    private static Map<String, String> annotationsOf(@Nullable ObjectMeta meta) {
        return meta == null || meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
    }

    /** First, so that what the template says itself may refer to them, and goes before them. */
    private static void tell(Container container, Map<String, String> variables) {
        List<EnvVar> own = Optional.ofNullable(container.getEnv()).orElse(List.of());
        List<EnvVar> all = new ArrayList<>();
        variables.forEach((key, value) -> {
            if (own.stream().noneMatch(variable -> variable.getName().equals(key))) {
                all.add(new EnvVar(key, value, null));
            }
        });
        all.addAll(own);
        container.setEnv(all);
    }
}
