package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A canary that was sent back, and {@code spec.rollback.keep}. */
class KeptTest {
    private final AdoptedWorld world = new AdoptedWorld();
    private final AdoptedLife life = new AdoptedLife(world);

    @BeforeEach
    void canaryIsSentBack() {
        world.keep = "1h";
        life.untilIdle("v1");
        world.bad = "v2";
        world.target.set("v2");
        life.until("sent back", () -> world.status.failure() != null && life.isAt(Stage.Returning));
    }

    private int pods() {
        return Objects.requireNonNull(world.canary).all();
    }

    private void passUntil(Instant time) {
        while (world.now.isBefore(time)) {
            world.tick();
        }
    }

    @Test
    void itIsKeptWithoutRequestsForAsLongAsIsAsked() {
        Instant end = Instant.parse(
                        Objects.requireNonNull(world.status.failure()).at())
                .plus(Duration.ofHours(1));
        int had = pods();
        passUntil(end.minusSeconds(1));
        assertThat(pods()).isEqualTo(had).isPositive();
        assertThat(life.weight()).isZero();
        assertThat(world.status.phase()).isEqualTo(Phase.Failed);
        assertThat(world.status.next()).contains("Deployment reporter-canary is kept until " + end);
        passUntil(end.plusSeconds(60));
        assertThat(world.canary).isNull();
        assertThat(life.isAt(Stage.Rejected)).isTrue();
    }

    @Test
    void anotherTemplateEndsIt() {
        world.target.set("v3");
        life.untilIdle("v3");
    }

    @Test
    void theTemplateBeforeEndsIt() {
        world.target.set("v1");
        life.untilIdle("v1");
        assertThat(world.canary).isNull();
    }

    @Test
    void aRetryTakesItUpAgain() {
        world.bad = "";
        world.ask("retry");
        life.untilIdle("v2");
    }

    @Test
    void deletionDoesNotWaitForIt() {
        world.deleting = true;
        life.until("gone", () -> world.gone);
        assertThat(world.canary).isNull();
    }
}
