package dev.serin.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void bothLevelsHaveTheirVariable() {
        assertThat(JsonLines.levels(Map.of("SERIN_LOG_LEVEL", "debug", "SERIN_LOG_LEVEL_SDK", "INFO")))
                .isEqualTo(Map.of("dev.serin", Level.DEBUG, "io.javaoperatorsdk", Level.INFO));
    }

    @Test
    void withoutThemItIsAsUsual() {
        Map<String, Level> usual = Map.of("dev.serin", Level.INFO, "io.javaoperatorsdk", Level.WARN);
        assertThat(JsonLines.levels(Map.of())).isEqualTo(usual);
        assertThat(JsonLines.levels(Map.of("SERIN_LOG_LEVEL", "loud"))).isEqualTo(usual);
    }
}
