package dev.serin.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Deployment whose size changes in the middle of a rollout. */
class RolloutTest {
    private static Deployment deployment(String image, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("d")
                .withUid("u")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewStrategy()
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(1))
                .withMaxUnavailable(new IntOrString(0))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .addToMatchLabels("app", "d")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "d")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** A set that was sized for so many replicas. */
    private static ReplicaSet set(String image, long revision, int replicas, int size) {
        return new ReplicaSetBuilder(ReplicaSets.fresh(deployment(image, replicas), revision))
                .editSpec()
                .withReplicas(size)
                .endSpec()
                .withStatus(new ReplicaSetStatusBuilder()
                        .withReplicas(size)
                        .withAvailableReplicas(size)
                        .build())
                .build();
    }

    @Test
    void aSetThatKeepsItsSizeIsKnownToBeOfTheNewNumberToo() {
        ReplicaSet old = set("c:1", 1, 2, 2);
        ReplicaSet fresh = set("c:2", 2, 2, 1);
        var rollout = new Rollout(deployment("c:2", 3), List.of(old, fresh), set -> false);
        assertThat(rollout.sizes())
                .as("else the rollout would be taken for scaling for good")
                .isEqualTo(Map.of(
                        old.getMetadata().getName(), 3, fresh.getMetadata().getName(), 1));
    }

    @Test
    void whatIsOfThePresentNumberAndKeepsItsSizeIsLeftAlone() {
        ReplicaSet only = set("c:1", 1, 2, 2);
        assertThat(new Rollout(deployment("c:1", 2), List.of(only), set -> false).sizes())
                .isEmpty();
    }
}
