package dev.serin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {
    /** In MiB: what is in use after a collection, and what has to be for the next one. */
    @ParameterizedTest
    @CsvSource({"5, 26", "20, 26", "24, 30", "40, 50", "100, 125"})
    void theNextLookComesWithAQuarterMore(long inUse, long next) {
        assertThat(OldGeneration.next(inUse << 20)).isEqualTo(next << 20);
    }
}
