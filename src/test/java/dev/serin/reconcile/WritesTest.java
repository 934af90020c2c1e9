package dev.serin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class WritesTest {
    private static final String NAME = "resource.name";

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void theReleaseStaysInTheLogsContextWhateverAWriteDoesToIt() {
        MDC.put(NAME, "reporter");
        var writes = new Writes();
        writes.attempt(new ConfigMapBuilder().build(), MDC::clear);
        assertThat(writes.done()).hasSize(1);
        assertThat(MDC.get(NAME)).isEqualTo("reporter");
    }
}
