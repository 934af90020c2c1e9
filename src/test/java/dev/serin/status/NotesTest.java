package dev.serin.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Condition;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.api.v1alpha1.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person is told when a status changes. */
class NotesTest {
    private static final String TIME = "2026-01-01T00:00:00Z";

    private static CanaryReleaseStatus status(
            @Nullable Phase phase, int canary, @Nullable String revision, Walk walk, Condition... conditions) {
        var weights = new Weights(100, 100 - canary, canary, TIME, null);
        return new CanaryReleaseStatus(
                1L,
                phase,
                "1/2",
                "next",
                weights,
                null,
                walk,
                null,
                null,
                null,
                null,
                null,
                null,
                "s1",
                revision,
                null,
                null,
                null,
                null,
                List.of(conditions));
    }

    private static Walk walk(boolean completed) {
        return new Walk(1, 10, 100, "0s", null, null, completed);
    }

    private static Condition condition(String type, boolean isTrue, String reason) {
        return new Condition(type, isTrue ? "True" : "False", reason, reason + " it is", TIME, 1);
    }

    private static List<String> told(CanaryReleaseStatus before, CanaryReleaseStatus after) {
        return Notes.between(before, after).stream()
                .map(note -> (note.warning() ? "! " : "") + note.reason())
                .toList();
    }

    @Test
    void nothingIsToldOfEqualStatuses() {
        var status = status(Phase.Ready, 10, "c1", walk(true), condition("Ready", true, "Serving"));
        assertThat(Notes.between(status, status)).isEmpty();
    }

    @Test
    void theFirstWeightOfNothingIsNoNews() {
        assertThat(told(CanaryReleaseStatus.EMPTY, status(Phase.Initializing, 0, "c1", walk(false))))
                .isEmpty();
    }

    @Test
    void aWeightAndItsConfirmationAreTold() {
        var before = status(Phase.Progressing, 1, "c1", walk(false), condition("TrafficProgrammed", false, "x"));
        var after = status(Phase.Progressing, 10, "c1", walk(false), condition("TrafficProgrammed", true, "Serving"));
        assertThat(told(before, after)).containsExactly("WeightChanged", "WeightConfirmed");
        assertThat(Notes.between(before, after).getFirst().message())
                .isEqualTo("Canary gets 10 of 100 requests (was 1 of 100), step 1/2.");
    }

    @Test
    void aProblemIsAWarningAndItsMendingIsTold() {
        var good = status(Phase.Ready, 10, "c1", walk(false), condition("Stalled", false, "AsExpected"));
        var bad = status(Phase.Failed, 10, "c1", walk(false), condition("Stalled", true, "ServiceNotFound"));
        assertThat(told(good, bad)).containsExactly("! ServiceNotFound");
        assertThat(told(bad, good)).containsExactly("Recovered");
    }

    @Test
    void aCanaryThatIsNotReadyIsAWarning() {
        var good = status(Phase.Progressing, 10, "c1", walk(false), condition("Ready", true, "Serving"));
        var bad = status(Phase.Progressing, 0, "c1", walk(false), condition("Ready", false, "CanaryNotReady"));
        assertThat(told(good, bad)).containsExactly("WeightChanged", "! CanaryNotReady");
        assertThat(told(bad, good)).containsExactly("WeightChanged", "CanaryReady");
    }

    @Test
    void refusedConfigurationIsAWarningInEnvoysWords() {
        var good = status(Phase.Ready, 10, "c1", walk(false), condition("TrafficProgrammed", true, "Serving"));
        var bad = status(
                Phase.Progressing,
                10,
                "c1",
                walk(false),
                condition("TrafficProgrammed", false, "ConfigurationRejected"));
        assertThat(told(good, bad)).containsExactly("! ConfigurationRejected");
    }

    @Test
    void pauseResumeCompletionRevisionAndRemovalAreTold() {
        var going = status(Phase.Progressing, 10, "c1", walk(false));
        assertThat(told(going, status(Phase.Paused, 10, "c1", walk(false)))).containsExactly("Paused");
        assertThat(told(status(Phase.Paused, 10, "c1", walk(false)), going)).containsExactly("Resumed");
        assertThat(told(going, status(Phase.Ready, 10, "c1", walk(true)))).containsExactly("Completed");
        assertThat(told(going, status(Phase.Progressing, 10, "c2", walk(false))))
                .containsExactly("NewRevision");
        assertThat(told(going, status(Phase.Terminating, 10, "c1", walk(false))))
                .containsExactly("Terminating");
    }
}
