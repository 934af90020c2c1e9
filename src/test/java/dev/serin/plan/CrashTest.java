package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pods of a canary that is judged crash. */
class CrashTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    private void begin() {
        world.strategy = Strategy.steps(new Step(10, "1m"), new Step(100, "0s"));
        judged.settle();
    }

    @Test
    void aCrashGoesBackAtOnce() {
        begin();
        world.pass(Duration.ofSeconds(10));
        judged.crash("pod a, container c (OOMKilled, exit code 137)", world.now.minusSeconds(2));
        judged.settle();
        assertThat(judged.failure()).isEqualTo("PodsCrash");
        assertThat(world.canary()).isZero();
        assertThat(world.status.condition("Stalled").orElseThrow().message())
                .startsWith("A pod of canary crashed: pod a, container c (OOMKilled, exit code 137).");
    }

    @Test
    void aCrashBeforeTheReleaseIsNoneOfItsButALoopIs() {
        judged.crash("pod a", world.now.minusSeconds(60));
        begin();
        assertThat(judged.failure()).isEmpty();
        judged.crash("pod a", null);
        judged.settle();
        assertThat(judged.failure()).isEqualTo("PodsCrash");
    }

    @Test
    void withoutAnAnalysisACrashIsWaitedOut() {
        world.analysis = null;
        begin();
        judged.crash("pod a", null);
        judged.settle();
        assertThat(judged.failure()).isEmpty();
        assertThat(world.canary()).isEqualTo(10);
    }
}
