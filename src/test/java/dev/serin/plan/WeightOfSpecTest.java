package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import org.junit.jupiter.api.Test;

/** What the proxies may be told before the status tells it. */
class WeightOfSpecTest {
    private final World world = new World();

    @Test
    void onlyAWeightThatTheSpecItselfHasMayGoOutBeforeTheStatusTellsIt() {
        world.strategy = Strategy.weight(10);
        assertThat(world.plan().isWeightOfSpec(world.observe())).as("the first").isFalse();
        world.settle();
        world.strategy = Strategy.weight(50);
        assertThat(world.plan().isWeightOfSpec(world.observe())).isTrue();
        world.revision = "r2";
        assertThat(world.plan().isWeightOfSpec(world.observe()))
                .as("of another revision")
                .isFalse();
        world.settle();
        world.canaryEndpoints = 0;
        assertThat(world.plan().isWeightOfSpec(world.observe()))
                .as("of no pods")
                .isFalse();
        world.canaryEndpoints = 1;
        world.deleting = true;
        assertThat(world.plan().isWeightOfSpec(world.observe()))
                .as("of what goes")
                .isFalse();
        world.deleting = false;
        world.strategy = Strategy.steps(new Step(10, "10m"), new Step(50, "10m"));
        assertThat(world.plan().isWeightOfSpec(world.observe())).as("of a step").isFalse();
    }
}
