package dev.serin.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class H2LoadTest {
    private static final String SAID = """
            finished in 2.00s, 26484.50 req/s, 388.27KB/s
            requests: 52968 total, 53000 started, 52968 done, 52968 succeeded, %d failed, 0 errored, 0 timeout
            """;

    @Test
    void readsTheRate() {
        assertThat(H2Load.rate(SAID.formatted(0), 52968)).isEqualTo(26484.5);
    }

    @Test
    void failuresAndMissingAnswersAreNoRate() {
        assertThatThrownBy(() -> H2Load.rate(SAID.formatted(1), 52968)).hasMessageContaining("did not get all");
        assertThatThrownBy(() -> H2Load.rate(SAID.formatted(0), 60000)).hasMessageContaining("did not get all");
        assertThatThrownBy(() -> H2Load.rate("connection refused", 1)).hasMessageContaining("connection refused");
    }
}
