package dev.serin.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void ofAnOddAndAnEvenNumber() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(1, 2.5, 4));
    }

    @Test
    void ofNothingIsNoMeasurement() {
        assertThatThrownBy(() -> Spread.of(List.of())).hasMessage("nothing was measured");
    }

    @Test
    void percentilesByTheNearestRank() {
        List<Double> values = List.of(5.0, 1.0, 4.0, 2.0, 3.0);
        assertThat(Spread.percentile(values, 0.5)).isEqualTo(3);
        assertThat(Spread.percentile(values, 0.99)).isEqualTo(5);
        assertThat(Spread.percentile(values, 0.2)).isEqualTo(1);
    }

    @Test
    void numbersForPeople() {
        assertThat(Numbers.text(1234.6)).isEqualTo("1235");
        assertThat(Numbers.text(10.0)).isEqualTo("10");
        assertThat(Numbers.text(0.12345)).isEqualTo("0.123");
        assertThat(Numbers.text(0)).isEqualTo("0");
        assertThat(Numbers.text(new Spread(1, 2, 3))).isEqualTo("2 (1–3)");
        assertThat(Numbers.text(new Spread(2, 2, 2))).isEqualTo("2");
    }
}
