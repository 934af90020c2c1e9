package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ConfigMap that the target's template names changes: content {@code a}, {@code b} and so on. */
class ContentTest {
    private AdoptedWorld world = new AdoptedWorld();
    private AdoptedLife life = new AdoptedLife(world);

    @BeforeEach
    void adopt() {
        begin(world);
    }

    private void begin(AdoptedWorld other) {
        world = other;
        life = new AdoptedLife(world);
        world.target.content = "a";
        life.untilIdle("v1-a");
        life.until("a copy", () -> "a".equals(world.target.sets.getLast().copy));
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.tick();
        }
    }

    private void releasing(String content, int weight) {
        world.content(content);
        life.untilCanaryHas(weight);
    }

    @Test
    void anotherContentIsReleasedAndRolledOut() {
        releasing("b", 50);
        assertThat(world.status.canaryRevision()).isEqualTo("v1-b");
        assertThat(world.target.reads()).containsExactly("a");
        life.untilIdle("v1-b");
        assertThat(world.target.reads()).containsExactly("b");
        assertThat(life.adoption().sourcesOrNone().changed()).isEmpty();
        assertThat(world.status.history().getFirst().outcome().name()).isEqualTo("Promoted");
    }

    @Test
    void stableGoesOnWithTheOldContentWhateverHappensToItsPods() {
        releasing("b", 10);
        world.target.scale(1);
        pass(2);
        world.target.scale(5);
        pass(5);
        assertThat(world.target.reads()).containsExactly("a");
        assertThat(life.adoption().sourcesOrNone().changed()).containsExactly("ConfigMap/settings");
    }

    @Test
    void canaryGoesOnWithWhatItIsJudgedBy() {
        releasing("b", 10);
        world.content("c");
        assertThat(Objects.requireNonNull(world.canary).reads()).containsExactly("b");
        life.untilIdle("v1-c");
        assertThat(world.target.reads()).containsExactly("c");
        assertThat(world.status.history())
                .extracting(past -> past.revision() + " " + past.outcome())
                .containsExactly("v1-c Promoted", "v1-b Superseded");
    }

    @Test
    void whatIsPutBackEndsTheReleaseWithoutARestart() {
        int sets = world.target.sets.size();
        releasing("b", 10);
        world.content("a");
        life.untilIdle("v1-a");
        pass(30);
        assertThat(world.target.sets).hasSize(sets);
        assertThat(world.target.sets.getLast().renamed).isNull();
        assertThat(world.log).doesNotContain("pause false");
    }

    @Test
    void whatIsSentBackNeverReachesTheTarget() {
        world.bad = "b";
        world.content("b");
        life.until("rejected", () -> life.isAt(Stage.Rejected) && world.canary == null);
        world.target.scale(6);
        pass(20);
        assertThat(world.target.reads()).containsExactly("a");
        world.target.set("v2");
        life.until(
                "v2 with it rejected", () -> life.isAt(Stage.Rejected) && "v2-b".equals(world.status.canaryRevision()));
        world.content("a");
        life.untilIdle("v2-a");
        assertThat(world.target.reads()).containsExactly("a");
    }

    @Test
    void whatChangesDuringTheRolloutIsHeldBack() {
        releasing("b", 100);
        life.until("a rollout", () -> world.target.reads().contains("b"));
        world.content("c");
        life.until("a problem", () -> life.problem().equals("RolloutInterrupted"));
        pass(60);
        assertThat(world.target.reads()).doesNotContain("c");
        assertThat(life.weight()).isEqualTo(100);
        world.content("b");
        life.untilIdle("v1-b");
        assertThat(world.target.reads()).containsExactly("b");
    }

    @Test
    void aReleaseThatIsDeletedMeanwhileLeavesTheOldContentToStable() {
        releasing("b", 50);
        life.delete();
        pass(3);
        world.target.scale(6);
        pass(3);
        assertThat(world.target.paused).isTrue();
        assertThat(world.target.reads()).containsExactly("a");
    }

    @Test
    void aReleaseThatIsDeletedAfterItWasPutBackLetsTheTargetGoWithoutARestart() {
        releasing("b", 10);
        world.content("a");
        life.delete();
        pass(10);
        assertThat(world.target.paused).isFalse();
        assertThat(world.target.sets).hasSize(1);
    }

    @Test
    void aContentThatIsNotTrackedAnyMoreBeginsNoRelease() {
        world.content("");
        pass(10);
        assertThat(life.adoption().stage()).isEqualTo(Stage.Idle);
        assertThat(life.adoption().sources()).isNull();
        world.content("b");
        pass(10);
        life.untilIdle("v1-b");
        assertThat(world.status.history()).isEmpty();
    }

    @Test
    void whileNothingChangesNothingIsWritten() {
        pass(30);
        int writes = world.writes;
        for (int i = 0; i < 100; i++) {
            world.tick();
            world.operate();
        }
        assertThat(world.writes).isEqualTo(writes);
    }

    private List<String> story(AdoptedWorld other) {
        begin(other);
        List<String> chapters = new ArrayList<>();
        world.content("b");
        life.untilIdle("v1-b");
        chapters.add(world.target.toString());
        world.bad = "c";
        world.content("c");
        life.until("c rejected", () -> life.isAt(Stage.Rejected) && world.canary == null);
        chapters.add(world.target.toString());
        world.content("b");
        life.untilIdle("v1-b");
        chapters.add(world.target.toString());
        world.target.set("v2");
        world.content("d");
        life.untilIdle("v2-d");
        chapters.add(world.target.toString());
        releasing("e", 50);
        life.delete();
        chapters.add(world.target.toString());
        return chapters;
    }

    @Test
    void aCrashBeforeOrAfterAnyWriteChangesNothingInTheEnd() {
        assertThat(story(new AdoptedWorld()))
                .containsExactly(
                        "v1, paused, 3 of [v1] with b reading [b]",
                        "v1, paused, 3 of [v1] with c reading [b]",
                        "v1, paused, 3 of [v1] with b reading [b]",
                        "v2, paused, 3 of [v2] with d reading [d]",
                        "v2, paused, 3 of [v2] with e reading [d]");
        System.out.println(CrashRuns.of(this::story) + " runs of changed content with a crash, all with the same end");
    }

    /** Contents, templates and sizes change, people resume, the operator crashes; in the end all is as it is wanted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensItComesToAnEnd(long seed) {
        for (int run = 0; run < 40; run++) {
            var random = new Random(seed * 1_000 + run);
            begin(new AdoptedWorld());
            world.chance = random;
            for (int i = 0; i < 30; i++) {
                disturb(random);
                pass(random.nextInt(60));
            }
            world.chance = null;
            life.until("rest", this::isAtRest);
            life.delete();
            life.until("the target's rollout", world.target::isRolledOut);
        }
    }

    private void disturb(Random random) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                world.target.content = "abcd".substring(random.nextInt(4)).substring(0, 1);
            case 3 -> world.target.set("v" + random.nextInt(3));
            case 4 -> world.target.scale(1 + random.nextInt(5));
            case 5 -> world.target.restart("at " + random.nextInt(1000));
            case 6 -> world.target.pause(false);
            case 7 -> world.ask(random.nextBoolean() ? "abort" : "retry");
            default -> {}
        }
    }

    /** A person mends what only a person can. */
    private boolean isAtRest() {
        if (life.problem().equals("RolloutInterrupted")) {
            String before = life.isAt(Stage.Restarting) ? life.adoption().revision() : world.status.canaryRevision();
            String[] parts = Objects.requireNonNull(before).split("-", 2);
            world.target.set(parts[0]);
            world.target.content = parts[1];
            world.tick();
        }
        if (life.isAt(Stage.Rejected)) {
            world.ask("retry");
        }
        return life.isIdle(world.target.version()) && world.target.all() == world.target.replicas;
    }
}
