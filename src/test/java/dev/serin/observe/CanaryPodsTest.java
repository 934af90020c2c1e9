package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.plan.CanaryFacts.Crash;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Deployment's pods tell of how its present template fares. */
class CanaryPodsTest {
    private static Deployment deployment(long seen, int replicas, int updated) {
        return Serialization.unmarshal("""
                metadata: {name: reporter-v2, generation: 2}
                spec: {template: {spec: {containers: [{name: a, image: "one:2"}, {name: b, image: "two:3"}]}}}
                status: {observedGeneration: %d, replicas: %d, updatedReplicas: %d}
                """.formatted(seen, replicas, updated), Deployment.class);
    }

    private static Pod pod(String name, String hash, int hour, String statuses) {
        return Serialization.unmarshal("""
                metadata: {name: %s, labels: {pod-template-hash: "%s"}, creationTimestamp: "2026-01-01T%02d:00:00Z"}
                status: {%s}
                """.formatted(name, hash, hour, statuses), Pod.class);
    }

    private static final String LOOP = "containerStatuses: [{name: c, state: {waiting: {reason: CrashLoopBackOff}},"
            + " lastState: {terminated: {reason: Error, exitCode: 3, finishedAt: \"2026-01-01T05:00:00Z\"}}}]";
    private static final String OOM = "containerStatuses: [{name: c, state: {running: {}},"
            + " lastState: {terminated: {reason: OOMKilled, exitCode: 137, finishedAt: \"2026-01-01T05:00:00Z\"}}}]";
    private static final String FINE = "containerStatuses: [{name: c, state: {running: {}}, lastState: {}}]";

    @Test
    void crashesAreToldWithTheirTime() {
        assertThat(CanaryPods.crashes(deployment(2, 2, 2), List.of(pod("b", "x", 1, OOM), pod("a", "x", 2, LOOP))))
                .containsExactly(
                        new Crash("pod a, container c (CrashLoopBackOff; Error, exit code 3)", Optional.empty()),
                        new Crash(
                                "pod b, container c (OOMKilled, exit code 137)",
                                Optional.of(Instant.parse("2026-01-01T05:00:00Z"))));
        assertThat(CanaryPods.crashes(deployment(2, 1, 1), List.of(pod("a", "x", 1, FINE))))
                .isEmpty();
    }

    @Test
    void podsOfAnEarlierTemplateOrOnTheirWayOutSayNothing() {
        List<Pod> pods = List.of(pod("old", "x", 1, LOOP), pod("new", "y", 2, FINE));
        assertThat(CanaryPods.crashes(deployment(2, 2, 1), pods)).isEmpty();
        assertThat(CanaryPods.crashes(deployment(2, 1, 0), pods.subList(0, 1)))
                .as("no pod of the present template yet")
                .isEmpty();
        assertThat(CanaryPods.crashes(deployment(1, 1, 1), pods.subList(0, 1)))
                .as("its controller has not seen it yet")
                .isEmpty();
        Pod leaving = pod("a", "x", 1, LOOP);
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T05:00:00Z");
        assertThat(CanaryPods.crashes(deployment(2, 1, 1), List.of(leaving))).isEmpty();
    }

    @Test
    void allAreReplacedOnceNoneOfAnEarlierTemplateIsLeft() {
        assertThat(CanaryPods.areReplaced(deployment(2, 2, 2))).isTrue();
        assertThat(CanaryPods.areReplaced(deployment(2, 3, 2))).isFalse();
        assertThat(CanaryPods.areReplaced(deployment(1, 2, 2))).isFalse();
        assertThat(CanaryPods.image(deployment(2, 2, 2))).contains("one:2, two:3");
    }
}
