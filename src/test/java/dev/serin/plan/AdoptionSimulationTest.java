package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of a target that is adopted in place, with a stepped clock: adoption, a good version promoted, a bad one
 * rolled back, one superseded, one put back, a restart, deletion. An operator that crashes before or after any of its
 * writes comes to the same end. What holds all the while is in {@link AdoptedWorld}.
 */
class AdoptionSimulationTest {
    private static final String RESTART = "2026-01-01T01:00:00Z";

    /** How the target, the status and the history stand. */
    private static String chapter(AdoptedLife life) {
        return "%s; %s, stable %s; %s"
                .formatted(
                        life.world.target,
                        life.adoption().stage(),
                        life.world.status.stableRevision(),
                        life.world.status.history().stream()
                                .map(past -> past.revision() + " " + past.outcome())
                                .toList());
    }

    private static List<String> whole(AdoptedWorld world) {
        var life = new AdoptedLife(world);
        List<String> chapters = new ArrayList<>();
        life.untilIdle("v1");
        chapters.add(chapter(life));
        world.target.set("v2");
        life.untilIdle("v2");
        chapters.add(chapter(life));
        world.bad = "v3";
        world.target.set("v3");
        life.until("v3 rejected", () -> life.isAt(Stage.Rejected) && world.canary == null);
        chapters.add(chapter(life));
        world.target.set("v4");
        life.untilCanaryHas(10);
        world.target.set("v5");
        life.untilIdle("v5");
        chapters.add(chapter(life));
        world.target.restart(RESTART);
        life.until("a restart", () -> RESTART.equals(life.adoption().restartedAt()));
        life.untilIdle("v5");
        world.target.set("v6");
        life.untilCanaryHas(50);
        world.target.set("v5");
        life.untilIdle("v5");
        chapters.add(chapter(life));
        life.delete();
        chapters.add(chapter(life));
        return chapters;
    }

    /** Deleted in the middle of a release. */
    private static List<String> cutShort(AdoptedWorld world) {
        var life = new AdoptedLife(world);
        life.untilIdle("v1");
        world.target.set("v2");
        life.untilCanaryHas(50);
        life.delete();
        return List.of(chapter(life), String.valueOf(world.canary));
    }

    /** Deleted while the target rolls out what was promoted. */
    private static List<String> cutOff(AdoptedWorld world) {
        var life = new AdoptedLife(world);
        life.untilIdle("v1");
        world.target.set("v2");
        life.until(
                "a rollout",
                () -> life.isAt(Stage.Rolling) && world.target.runs().size() == 2);
        life.delete();
        life.until("the rollout's end", world.target::isRolledOut);
        return List.of(chapter(life), String.valueOf(world.canary));
    }

    @Test
    void theWholeStory() {
        var world = new AdoptedWorld();
        assertThat(whole(world))
                .containsExactly(
                        "v1, paused, 3 of [v1]; Idle, stable v1; []",
                        "v2, paused, 3 of [v2]; Idle, stable v2; [v2 Promoted]",
                        "v3, paused, 3 of [v2]; Rejected, stable v2; [v3 RolledBack, v2 Promoted]",
                        "v5, paused, 3 of [v5]; Idle, stable v5; [v5 Promoted, v4 Superseded, v3 RolledBack, v2 Promoted]",
                        "v5 since " + RESTART + ", paused, 3 of [v5]; Idle, stable v5;"
                                + " [v6 Superseded, v5 Promoted, v4 Superseded, v3 RolledBack, v2 Promoted]",
                        "v5 since " + RESTART + ", 3 of [v5]; Idle, stable v5;"
                                + " [v6 Superseded, v5 Promoted, v4 Superseded, v3 RolledBack, v2 Promoted]");
        assertThat(world.canary).isNull();
    }

    @Test
    void aTemplateThatWasNotPromotedDoesNotRollWhenTheReleaseGoes() {
        assertThat(cutShort(new AdoptedWorld()))
                .containsExactly("v2, paused, 3 of [v1]; Releasing, stable v1; [v2 Running]", "null");
    }

    @Test
    void oneThatIsBeingRolledOutGoesOnWhenTheReleaseGoes() {
        assertThat(cutOff(new AdoptedWorld()))
                .containsExactly("v2, 3 of [v2]; Rolling, stable v1; [v2 Running]", "null");
    }

    @Test
    void aCrashBeforeOrAfterAnyWriteChangesNothingInTheEnd() {
        int runs = CrashRuns.of(AdoptionSimulationTest::whole)
                + CrashRuns.of(AdoptionSimulationTest::cutShort)
                + CrashRuns.of(AdoptionSimulationTest::cutOff);
        System.out.println(runs + " runs with a crash before or after a write, all with the same end");
    }
}
