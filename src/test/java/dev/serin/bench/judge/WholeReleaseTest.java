package dev.serin.bench.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A small part of what judge-bench shows of whole releases, with fixed seeds. */
class WholeReleaseTest {
    @Test
    void identicalVersionsAreHardlyEverSentBack() {
        List<Identical> identical = Identical.of(200, 240);
        Identical all = identical.getFirst();
        assertThat(all.rolledBack()).isLessThanOrEqualTo(4);
        assertThat(all.rolledBack() + all.completed()).as("none gets stuck").isEqualTo(200);
        assertThat(identical).hasSize(2 + Release.Drift.values().length).allMatch(each -> each.releases() > 20);
    }

    @Test
    void aBadOneIsFoundByTheWholeWayAsFastAsByTheJudgeAlone() {
        WholePower power = WholePower.at(10, false, 150);
        assertThat(power.factor()).isBetween(1.0, 1.5);
    }

    @Test
    void aHoldOfOneThatIsAlikeEndsEarlyAndOfOneThatIsWorseByTheMarginHardlyEver() {
        EarlyEnds ends = EarlyEnds.of(2, 1, 10, 200);
        assertThat(ends.median()).isBetween(300L, 900L);
        assertThat(ends.wrongPercent()).isLessThanOrEqualTo(3);
    }

    @Test
    void aClaimThatDoesNotHoldIsSaid() {
        List<Claim> claims = Claim.of(
                List.of(new Identical("all", 10_000, 101, 9_899, 1)),
                List.of(new WholePower(10, false, 150, 100), new WholePower(50, false, 300, 100)),
                List.of(new EarlyEnds(1, 1, 10, 1, 1, 0.9, 2_000)));
        assertThat(claims).extracting(Claim::holds).containsExactly(false, true, true);
        assertThat(Claim.markdown(claims)).containsOnlyOnce("**fails**");
        assertThat(Claim.of(List.of(new Identical("all", 100, 3, 97, 1)), List.of(), List.of()))
                .as("three of a hundred may be chance")
                .allMatch(Claim::holds);
    }
}
