package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.FailingPod;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.status.Note;
import dev.serin.status.Notes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One of canary's three pods fails alone, told with a stepped clock. */
class BadPodTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    private void begin() {
        world.strategy = Strategy.steps(new Step(10, "10m"), new Step(100, "0s"));
        judged.settle();
        assertThat(world.canary()).isEqualTo(10);
        judged.perLook = 3000;
        judged.podFails = List.of(0.0, 0.0, 0.0);
    }

    private List<Note> notesOfLooks(int looks) {
        return Stream.generate(() -> {
                    CanaryReleaseStatus before = world.status;
                    judged.look();
                    return Notes.between(before, world.status);
                })
                .limit(looks)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void aThirdOfCanarysRequestsFailsSoThatItGoesBackAndTheMessageSaysWhichPodItIs() {
        begin();
        judged.podFails = List.of(0.0, 1.0, 0.0);
        List<Note> notes = notesOfLooks(4);
        assertThat(judged.failure()).isEqualTo("WorseThanStable");
        assertThat(world.canary()).isZero();
        assertThat(world.status.condition("Stalled").orElseThrow().message())
                .matches("compareToStable .*: canary failed \\d+ of \\d+ requests, stable 0 of \\d+ meanwhile; pod"
                        + " reporter-canary-b fails 100 % of its \\d+ requests, the other two 0 %\\. Canary .*");
        assertThat(judged.analysed().failingPods()).extracting(FailingPod::name).containsExactly("reporter-canary-b");
        assertThat(notes).anyMatch(note -> note.warning() && note.reason().equals("PodFailsAlone"));
    }

    @Test
    void aVersionThatFailsEverywhereNamesNoPod() {
        begin();
        judged.podFails = List.of(0.3, 0.33, 0.3);
        judged.look(4);
        assertThat(judged.failure()).isEqualTo("WorseThanStable");
        assertThat(judged.analysed().failingPods()).isEmpty();
        assertThat(world.status.condition("Stalled").orElseThrow().message()).doesNotContain("pod");
    }

    @Test
    void oneThatIsNamedAndNotBadEnoughToGoBackIsToldOnceAndForgottenWhenItIsWell() {
        var compare = new CompareToStable(null, 10.0, null, null, null);
        world.analysis = new Analysis(null, null, null, compare, null, null, null, "0s", null);
        begin();
        judged.podFails = List.of(0.0, 0.0, 0.06);
        List<Note> notes = notesOfLooks(20);
        assertThat(judged.failure()).isEmpty();
        assertThat(notes)
                .filteredOn(note -> note.reason().equals("PodFailsAlone"))
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .startsWith("Of canary's pods one fails more than the rest, as on a bad node: pod"
                                + " reporter-canary-c fails 6 % of its "));
        judged.podFails = List.of(0.0, 0.0, 0.0);
        assertThat(judged.analysed().failingPods()).hasSize(1);
        judged.restart();
        judged.look(2);
        assertThat(judged.analysed().failingPods())
                .as("of the latest looks only")
                .isEmpty();
    }

    @Test
    void whatIsColdNamesNoPod() {
        world.analysis = new Analysis(null, null, null, CompareToStable.DEFAULT, null, null, null, "1m", null);
        begin();
        judged.podFails = List.of(0.0, 1.0, 0.0);
        judged.look(5);
        assertThat(judged.failure()).isEmpty();
        assertThat(judged.analysed().failingPods()).isEmpty();
    }
}
