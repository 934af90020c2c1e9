package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.Notification.Happening;
import dev.serin.api.v1alpha1.NotificationStatus;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.api.v1alpha1.NotificationStatus.Trouble;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Step.Approval;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.status.Notes;
import dev.serin.status.Told;
import dev.serin.status.Told.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told to whom, when, and what becomes of it when the operator crashes in between. */
class NotificationsTest {
    private final Judged judged = new Judged();
    private final World world = judged.world;

    /** What the receiver got, in order. */
    private final List<Owed> got = new ArrayList<>();

    @BeforeEach
    void receiver() {
        world.notifications = List.of(to("all", Happening.values()));
        world.strategy = Strategy.steps(new Step(10, "1m"), new Step(50, "1m", Approval.Required), new Step(100, "0s"));
    }

    private static Notification to(String name, Happening... on) {
        return new Notification(name, Notification.Type.CloudEvents, "https://events.example.com", null, List.of(on));
    }

    private List<Owed> owed() {
        return Optional.ofNullable(world.status.notifications())
                .map(NotificationStatus::owed)
                .orElse(List.of());
    }

    private List<Trouble> troubles() {
        return Optional.ofNullable(world.status.notifications())
                .map(NotificationStatus::troubles)
                .orElse(List.of());
    }

    private List<Happening> happened() {
        return got.stream().map(Owed::happening).toList();
    }

    /** The edge tells all that is owed, and what came of it is seen by the next decisions. */
    private void tell() {
        List<Told> told = new ArrayList<>();
        owed().forEach(each -> {
            got.add(each);
            each.to().forEach(name -> told.add(new Told(each.id(), name, Outcome.DONE, "")));
        });
        world.told = told;
        judged.settle();
        world.told = List.of();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            judged.look();
            tell();
        }
    }

    @Test
    void aReleaseThatGoesThroughAllSteps() {
        judged.settle();
        tell();
        look(40);
        assertThat(happened())
                .containsExactly(
                        Happening.Started, Happening.StepReached, Happening.StepReached, Happening.WaitingForApproval);
        judged.ask("approve");
        tell();
        look(2);
        assertThat(happened().subList(4, happened().size())).containsExactly(Happening.StepReached, Happening.Promoted);
        assertThat(got)
                .extracting(Owed::message)
                .containsExactly(
                        "A release of Revision r1 (reporter:2) has begun.",
                        "Canary gets 10 of 100 requests, step 1/3.",
                        "Canary gets 50 of 100 requests, step 2/3.",
                        got.get(3).message(),
                        "Canary gets 100 of 100 requests, step 3/3.",
                        "Revision r1 (reporter:2) went through all steps.");
        assertThat(got.get(3).message()).contains("approve");
        assertThat(got).extracting(Owed::id).doesNotHaveDuplicates();
        assertThat(owed()).isEmpty();
        assertThat(world.status.notifications())
                .as("nothing is left in the status")
                .isNull();
    }

    @Test
    void oneThatIsSentBackOneThatIsAbortedAndOneThatHasToBeMended() {
        judged.settle();
        tell();
        judged.canaryFails = 0.3;
        look(5);
        assertThat(happened()).endsWith(Happening.StepReached, Happening.RolledBack);
        Owed back = got.getLast();
        assertThat(back.reason()).isEqualTo("WorseThanStable");
        assertThat(back.message())
                .startsWith("Revision r1 (reporter:2) was sent back: WorseThanStable: compareToStable");
        assertThat(back.weight()).isZero();
        assertThat(happened()).as("it is told once").doesNotContain(Happening.Stalled);
        judged.canaryFails = 0;
        world.revision = "r2";
        judged.settle();
        tell();
        judged.ask("abort");
        tell();
        assertThat(happened().subList(3, happened().size()))
                .containsExactly(Happening.Started, Happening.StepReached, Happening.RolledBack);
        assertThat(got.getLast().reason()).isEqualTo("Aborted");
        world.serviceExists = false;
        judged.settle();
        tell();
        assertThat(happened()).endsWith(Happening.Stalled);
        assertThat(got.getLast().reason()).isEqualTo("ServiceNotFound");
        look(3);
        assertThat(happened()).hasSize(7);
    }

    @Test
    void eachIsToldWhatItAskedFor() {
        world.notifications =
                List.of(to("ends", Happening.Promoted, Happening.RolledBack), to("starts", Happening.Started));
        judged.settle();
        assertThat(owed())
                .singleElement()
                .satisfies(each -> assertThat(each.to()).containsExactly("starts"));
        tell();
        judged.ask("promote");
        judged.look();
        assertThat(owed()).singleElement().satisfies(each -> {
            assertThat(each.happening()).isEqualTo(Happening.Promoted);
            assertThat(each.to()).containsExactly("ends");
        });
        world.notifications = List.of();
        judged.settle();
        assertThat(owed()).as("nobody wants to know it any more").isEmpty();
    }

    @Test
    void aCrashBeforeTheWriteLosesNothingAndOneAfterTellingTellsItAgainUnderTheSameId() {
        CanaryReleaseStatus before = world.status;
        judged.settle();
        List<Owed> first = owed();
        assertThat(first).extracting(Owed::happening).containsExactly(Happening.Started, Happening.StepReached);
        // Nothing was written: it is seen to happen anew, and nothing had been told.
        world.status = before;
        world.pass(Duration.ofSeconds(1));
        judged.settle();
        assertThat(owed()).extracting(Owed::happening).containsExactly(Happening.Started, Happening.StepReached);
        // It was told, and the operator crashed before it wrote that down.
        first = owed();
        judged.restart();
        judged.settle();
        assertThat(owed()).isEqualTo(first);
        tell();
        assertThat(got).isEqualTo(first);
        assertThat(owed()).isEmpty();
    }

    @Test
    void whatOneOfThemTookIsStillOwedToTheOther() {
        world.notifications = List.of(to("one", Happening.Started), to("other", Happening.Started));
        judged.settle();
        String id = owed().getFirst().id();
        CanaryReleaseStatus before = world.status;
        world.told = List.of(
                new Told(id, "one", Outcome.DONE, ""), new Told(id, "other", Outcome.TRYING, "it answered 500"));
        judged.settle();
        assertThat(owed())
                .singleElement()
                .satisfies(each -> assertThat(each.to()).containsExactly("other"));
        assertThat(troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.name()).isEqualTo("other");
            assertThat(trouble.message())
                    .isEqualTo("Started of 2026-01-01T00:00:00Z could not be told yet: it answered 500. It is tried"
                            + " again.");
        });
        assertThat(Notes.between(before, world.status))
                .anyMatch(note -> note.warning() && note.reason().equals("NotificationFailed"));
        int writes = world.writes;
        judged.settle();
        assertThat(world.writes).as("the same again is no news").isEqualTo(writes);
        world.told = List.of(new Told(id, "other", Outcome.GIVEN_UP, "it answered 500"));
        judged.settle();
        assertThat(owed()).isEmpty();
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble ->
                        assertThat(trouble.message()).endsWith("could not be told and is given up: it answered 500."));
        world.told = List.of();
        world.revision = "r2";
        judged.settle();
        world.told = List.of(new Told(owed().getFirst().id(), "other", Outcome.DONE, ""));
        judged.settle();
        assertThat(troubles()).as("it was told something since").isEmpty();
    }

    @Test
    void whatNobodyTakesDoesNotGrowForEver() {
        judged.settle();
        for (int i = 2; i < 40; i++) {
            world.pass(Duration.ofSeconds(1));
            world.revision = "r" + i;
            judged.settle();
        }
        assertThat(owed()).hasSize(NotificationStatus.MOST_OWED);
        assertThat(owed().getLast().revision()).isEqualTo("r39");
        assertThat(troubles())
                .singleElement()
                .satisfies(
                        trouble -> assertThat(trouble.message()).contains("is given up: too much is still to be told"));
    }

    @Test
    void withoutThemNothingIsWritten() {
        world.notifications = List.of();
        judged.settle();
        judged.look(5);
        assertThat(world.status.notifications()).isNull();
    }
}
