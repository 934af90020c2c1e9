package dev.serin.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.bench.measure.Draws.Range;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static Draws of(String sequence) {
        var draws = new Draws();
        sequence.chars().forEach(each -> draws.add(each == 'c'));
        return draws;
    }

    @Test
    void everyTenthGivesOneInEveryWindowOfTen() {
        Draws draws = of("....c.....".repeat(50));
        assertThat(draws.windows(10)).isEqualTo(new Range(1, 1));
        assertThat(draws.windows(100)).isEqualTo(new Range(10, 10));
        assertThat(draws.worstPrefix(0.1)).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void windowsMayBeginAnywhere() {
        Draws draws = of("c...." + ".....cc..." + "....c");
        assertThat(draws.windows(5)).isEqualTo(new Range(0, 2));
        assertThat(draws.windows(20)).isEqualTo(new Range(4, 4));
        assertThat(draws.hits()).isEqualTo(4);
    }

    @Test
    void theWorstPrefixCountsWhatIsMissingAndWhatIsTooMuch() {
        assertThat(of("cccc....").worstPrefix(0.5)).isEqualTo(2, within(1e-9));
        assertThat(of("....cccc").worstPrefix(0.5)).isEqualTo(2, within(1e-9));
        assertThat(of("").worstPrefix(0.5)).isZero();
    }

    @Test
    void aWindowLongerThanTheSequenceIsNoWindow() {
        assertThatThrownBy(() -> of("c.").windows(3)).hasMessageContaining("no window of 3 in 2");
    }
}
