package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Phase;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Lets an {@link AdoptedWorld} go on until something is reached. */
final class AdoptedLife {
    private static final int LONGEST = 1_500;

    final AdoptedWorld world;

    AdoptedLife(AdoptedWorld world) {
        this.world = world;
    }

    AdoptionStatus adoption() {
        return Optional.ofNullable(world.status.adoption()).orElse(AdoptionStatus.BEGINNING);
    }

    int weight() {
        return world.status.weights() == null ? 0 : world.status.weights().canary();
    }

    boolean isAt(Stage stage) {
        return adoption().stage() == stage;
    }

    void until(String what, BooleanSupplier reached) {
        for (int i = 0; i < LONGEST; i++) {
            if (reached.getAsBoolean()) {
                return;
            }
            world.tick();
        }
        throw new AssertionError(what + " is not reached:\n" + world + "\n" + world.log);
    }

    boolean isIdle(String stable) {
        return isAt(Stage.Idle)
                && stable.equals(adoption().revision())
                && adoption().pending() == null
                && world.status.phase() == Phase.Ready
                && world.canary == null;
    }

    void untilIdle(String stable) {
        until(stable + " and idle", () -> isIdle(stable));
    }

    void untilCanaryHas(int weight) {
        until("a weight of " + weight, () -> weight() == weight);
    }

    void delete() {
        world.deleting = true;
        until("deletion", () -> world.gone);
    }

    /** The reason of what a person has to mend. */
    String problem() {
        return world.status
                .condition("Stalled")
                .filter(condition -> condition.isTrue())
                .map(condition -> condition.reason())
                .orElse("");
    }
}
