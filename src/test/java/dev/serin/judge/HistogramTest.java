package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final Histogram SOME = new Histogram(List.of(1.0, 5.0, 10.0), List.of(50L, 40L, 9L, 1L));

    @Test
    void percentilesAreTheBoundsOfTheirBuckets() {
        assertThat(SOME.percentile(50)).hasValue(1);
        assertThat(SOME.percentile(50.1)).hasValue(5);
        assertThat(SOME.percentile(99)).hasValue(10);
        assertThat(SOME.percentile(99.9)).hasValue(Double.POSITIVE_INFINITY);
        assertThat(Histogram.NONE.percentile(50)).isEmpty();
    }

    @Test
    void onlyWhatIsSurelyAboveALimitCounts() {
        assertThat(SOME.above(5)).isEqualTo(new Sample(100, 10));
        assertThat(SOME.above(4)).isEqualTo(new Sample(100, 10));
        assertThat(SOME.above(5.1)).isEqualTo(new Sample(100, 1));
        assertThat(SOME.above(11)).isEqualTo(new Sample(100, 0));
    }

    @Test
    void bucketsAddUpAndOtherBoundsBeginAnew() {
        assertThat(SOME.plus(SOME).counts()).containsExactly(100L, 80L, 18L, 2L);
        assertThat(SOME.plus(Histogram.NONE)).isEqualTo(SOME);
        assertThat(Histogram.NONE.plus(SOME)).isEqualTo(SOME);
        var other = new Histogram(List.of(2.0), List.of(1L, 1L));
        assertThat(SOME.plus(other)).isEqualTo(other);
    }

    @Test
    void whatCannotBeCountsIsRefused() {
        assertThatThrownBy(() -> new Histogram(List.of(1.0), List.of(1L))).hasMessage("1 bounds make 2 buckets, not 1");
        assertThatThrownBy(() -> new Histogram(List.of(2.0, 1.0), List.of(0L, 0L, 0L)))
                .hasMessageStartingWith("The buckets' bounds must rise");
    }
}
