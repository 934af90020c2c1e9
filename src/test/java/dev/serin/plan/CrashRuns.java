package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;

/** Plays a story once undisturbed, then with a crash before and after each of its writes in turn. */
final class CrashRuns {
    private CrashRuns() {}

    /** How many runs there were, of which each told the same. */
    static int of(Function<AdoptedWorld, List<String>> story) {
        var calm = new AdoptedWorld();
        List<String> undisturbed = story.apply(calm);
        for (int i = 0; i < 2 * calm.writes; i++) {
            var world = new AdoptedWorld();
            world.crashAt = 1 + i / 2;
            world.crashAfter = i % 2 == 1;
            try {
                assertThat(story.apply(world)).isEqualTo(undisturbed);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "crash %s write %d of %d: %s"
                                .formatted(
                                        world.crashAfter ? "after" : "before",
                                        world.crashAt,
                                        calm.writes,
                                        e.getMessage()),
                        e);
            }
        }
        return 2 * calm.writes;
    }
}
