package dev.serin.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of gates' Jobs. */
class GateJobTest {
    @Test
    void aNameIsTheQuestionsAndFitsIntoALabel() {
        String checksum = GateJob.checksum(List.of("u1", "smoke"));
        assertThat(checksum).isEqualTo(GateJob.checksum(List.of("u1", "smoke"))).matches("[0-9a-f]{16}");
        assertThat(GateJob.checksum(List.of("smoke", "u1"))).isNotEqualTo(checksum);
        assertThat(GateJob.name("reporter", "smoke", checksum)).isEqualTo("reporter-smoke-" + checksum);
        String longest = GateJob.name("a".repeat(45) + "-" + "b".repeat(10), "gate", checksum);
        assertThat(longest).hasSizeLessThanOrEqualTo(63).isEqualTo("a".repeat(45) + "-" + checksum);
    }
}
