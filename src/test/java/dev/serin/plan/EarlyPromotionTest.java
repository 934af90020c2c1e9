package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Step.Approval;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.status.Notes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds that end early, told with a stepped clock: a hundred of canary's requests a look at weight 10. */
class EarlyPromotionTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    private void begin(boolean early, Step... steps) {
        var compare = new CompareToStable(null, 1.0, List.of(CompareToStable.Metric.SuccessRate), null, early);
        world.analysis = new Analysis(null, null, null, compare, null, null, null, "0s", null);
        world.strategy = Strategy.steps(steps);
        judged.settle();
        assertThat(world.canary()).isEqualTo(10);
    }

    private int looksUntilTheWeightChanges() {
        int weight = world.canary();
        int looks = 0;
        while (world.canary() == weight && looks < 100) {
            judged.look();
            looks++;
        }
        return looks;
    }

    @Test
    void aHoldEndsWhenCanaryIsKnownToBeNoWorse() {
        begin(true, new Step(10, "1h"), new Step(50, "1h"), new Step(100, "0s"));
        judged.look();
        CanaryReleaseStatus before = world.status;
        assertThat(judged.analysed().noWorse()).isNotNull();
        int looks = 1 + looksUntilTheWeightChanges();
        assertThat(looks).isBetween(5, 15);
        assertThat(world.canary()).isEqualTo(50);
        assertThat(judged.analysed().noWorse()).as("it begins anew").isEqualTo("0.00");
        assertThat(judged.analysed().endedEarly())
                .matches("The hold of weight 10 was ended after " + 5 * looks
                        + "s of 1h: canary is worse than stable by less than 1.0 percentage points, beyond doubt: it failed"
                        + " 0 of " + 100 * looks + " requests at this weight");
        assertThat(Notes.between(before, world.status))
                .anyMatch(note -> note.reason().equals("HoldEndedEarly") && !note.warning());
        judged.look(10);
        assertThat(world.status.phase()).isEqualTo(Phase.Ready);
    }

    @Test
    void withoutItAHoldLastsAsLongAsItSays() {
        begin(false, new Step(10, "5m"), new Step(100, "0s"));
        assertThat(looksUntilTheWeightChanges()).isEqualTo(60);
        assertThat(judged.analysed().noWorse()).isNull();
        assertThat(judged.analysed().endedEarly()).isNull();
    }

    @Test
    void oneThatIsNotKnownToBeNoWorseIsHeld() {
        begin(true, new Step(10, "5m"), new Step(100, "0s"));
        judged.canaryFails = 0.01;
        assertThat(looksUntilTheWeightChanges()).as("worse by just the margin").isEqualTo(60);
    }

    @Test
    void aPersonIsAskedAllTheSame() {
        begin(true, new Step(10, "1h", Approval.Required), new Step(100, "0s"));
        judged.look(20);
        assertThat(world.canary()).isEqualTo(10);
        assertThat(world.status.condition("Progressing").orElseThrow().reason()).isEqualTo("AwaitingApproval");
        judged.ask("approve");
        assertThat(world.canary()).isEqualTo(100);
        assertThat(judged.analysed().endedEarly()).startsWith("The hold of weight 10 was ended after");
    }

    @Test
    void whatCannotBeReadEndsNothing() {
        begin(true, new Step(10, "1h"), new Step(100, "0s"));
        judged.complete = false;
        judged.look(20);
        assertThat(world.canary()).isEqualTo(10);
        judged.complete = true;
        judged.look();
        assertThat(world.canary()).isEqualTo(100);
    }
}
