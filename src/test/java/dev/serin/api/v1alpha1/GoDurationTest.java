package dev.serin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "30s, 30000",
        "10m, 600000",
        "1h30m, 5400000",
        "1h1m1s1ms, 3661001",
        "1.5h, 5400000",
        "0.0004s, 0",
        "0.0005s, 1",
        "2h0.5s, 7200500",
        "90000000000000s, 90000000000000000",
        "000000000000000000000005s, 5000"
    })
    void millisecondsOf(String text, long millis) {
        assertThat(GoDuration.parse(text).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1d", "s", "1.s", ".5s", "1 s", "1h-1m"})
    void whatIsNoneIsTold(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage("\"" + text + "\" is not a duration: write one such as 30s, 10m or 1h30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999h", "9999999999999999999999ms", "9999999999999999999999.5h"})
    void longerThanTimeIsNotCutOff(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(ArithmeticException.class);
    }
}
