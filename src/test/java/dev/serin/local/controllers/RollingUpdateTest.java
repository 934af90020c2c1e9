package dev.serin.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.local.controllers.RollingUpdate.Set;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {
    @Test
    void roundsSurgeUpAndUnavailableDown() {
        assertThat(RollingUpdate.of(10, null, null)).isEqualTo(new RollingUpdate(10, 3, 2));
        assertThat(RollingUpdate.of(10, new IntOrString("15%"), new IntOrString("15%")))
                .isEqualTo(new RollingUpdate(10, 2, 1));
        assertThat(RollingUpdate.of(10, new IntOrString(4), new IntOrString(0))).isEqualTo(new RollingUpdate(10, 4, 0));
    }

    @Test
    void neverLetsBothBeZero() {
        assertThat(RollingUpdate.of(2, new IntOrString(0), new IntOrString("10%")))
                .isEqualTo(new RollingUpdate(2, 0, 1));
    }

    @Test
    void growsByTheSurgeFirst() {
        RollingUpdate rolling = new RollingUpdate(4, 1, 1);
        assertThat(rolling.next(new Set("new", 0, 0), List.of(new Set("old", 4, 4))))
                .isEqualTo(Map.of("new", 1));
    }

    @Test
    void thenTakesWhatMayBeMissing() {
        RollingUpdate rolling = new RollingUpdate(4, 1, 1);
        assertThat(rolling.next(new Set("new", 1, 0), List.of(new Set("old", 4, 4))))
                .isEqualTo(Map.of("old", 3));
    }

    @Test
    void waitsWhileNothingMayBeMissing() {
        RollingUpdate rolling = new RollingUpdate(4, 1, 0);
        assertThat(rolling.next(new Set("new", 1, 0), List.of(new Set("old", 4, 4))))
                .isEmpty();
    }

    @Test
    void takesBrokenOldPodsFirst() {
        RollingUpdate rolling = new RollingUpdate(4, 1, 1);
        assertThat(rolling.next(new Set("new", 1, 0), List.of(new Set("older", 2, 2), new Set("old", 2, 1))))
                .isEqualTo(Map.of("old", 1));
    }

    @Test
    void scalesInProportionAndSharesOutEverything() {
        RollingUpdate rolling = new RollingUpdate(10, 2, 0);
        Map<String, Integer> sizes = rolling.proportional(List.of(new Set("old", 3, 3), new Set("new", 3, 3)));
        assertThat(sizes.values().stream().mapToInt(n -> n).sum()).isEqualTo(12);
        assertThat(sizes.values()).allMatch(n -> n >= 5);
    }

    /** Whatever the order in which pods come and go, a rollout ends, and never leaves its bounds on the way. */
    @Test
    void endsAndStaysWithinItsBounds() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int replicas = 1 + random.nextInt(12);
            RollingUpdate rolling = RollingUpdate.of(
                    replicas, new IntOrString(random.nextInt(4)), new IntOrString(random.nextInt(replicas + 1)));
            int[] size = {0, replicas};
            int[] available = {0, replicas};
            int steps = 0;
            while (available[0] < replicas || size[1] > 0) {
                assertThat(++steps).as("seed %s", seed).isLessThan(10_000);
                Map<String, Integer> sizes = rolling.next(
                        new Set("new", size[0], available[0]), List.of(new Set("old", size[1], available[1])));
                size[0] = sizes.getOrDefault("new", size[0]);
                size[1] = sizes.getOrDefault("old", size[1]);
                available[1] = Math.min(available[1], size[1]);
                assertThat(size[0] + size[1]).as("seed %s", seed).isLessThanOrEqualTo(replicas + rolling.maxSurge());
                assertThat(available[0] + available[1])
                        .as("seed %s", seed)
                        .isGreaterThanOrEqualTo(replicas - rolling.maxUnavailable());
                if (random.nextBoolean()) {
                    available[0] = Math.min(size[0], available[0] + 1);
                }
            }
        }
    }
}
