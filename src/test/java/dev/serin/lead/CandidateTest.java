package dev.serin.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.lead.Candidate.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a candidate does next, by what it has seen and when. Times are milliseconds. */
class CandidateTest {
    private static final String NOT = "-";

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static Seen seen(String holder, String version, int seconds, long since) {
        return new Seen(holder, version, Duration.ofSeconds(seconds), nanos(since));
    }

    private static String words(Step step) {
        return switch (step) {
            case Step.Look ignored -> "look";
            case Step.Write ignored -> "write";
            case Step.Wait pause -> "wait " + pause.atMost().toMillis();
            case Step.Leave ignored -> "leave";
        };
    }

    @ParameterizedTest
    @CsvSource({
        // holder, version, lease's s, seen at, renewed at, not before, now, step
        "-,     -, 0,  0,    -,    0,    0,    look", // nothing is known
        "-,     -, 0,  0,    -,    500,  0,    wait 500", // and the API server did not answer
        "'',    '', 0, 0,    -,    0,    0,    write", // there is no lease
        "'',    7, 1,  0,    -,    0,    0,    write", // it was given up
        "me,    7, 10, 0,    -,    0,    0,    write", // this pod's container before
        "other, 7, 10, 0,    -,    0,    0,    wait 10000",
        "other, 7, 10, 1000, -,    0,    2500, wait 8500",
        "other, 7, 15, 1000, -,    0,    2500, wait 13500", // an older operator's, which holds for longer
        "other, 7, 10, 0,    -,    0,    9999, wait 1",
        "other, 7, 10, 0,    -,    0,    10000, write",
        "other, '', 10, 0,   -,    0,    5000, wait 5000", // deleted: its holder may not know it yet
        "other, 7, 10, 0,    -,    10500, 10000, wait 500", // taking it failed
        "me,    7, 10, 0,    0,    2000, 1500, wait 500",
        "me,    7, 10, 0,    0,    2000, 2000, write",
        "me,    7, 10, 0,    0,    6800, 6500, wait 300",
        "me,    7, 10, 0,    0,    7500, 6500, wait 500", // no longer than it is certain
        "me,    7, 10, 0,    0,    7500, 7000, leave",
        "other, 8, 10, 0,    0,    2000, 100,  leave",
        "'',    8, 1,  0,    0,    2000, 100,  leave",
        "-,     -, 0,  0,    0,    100,  100,  look", // a renewal was refused
        "-,     -, 0,  0,    0,    100,  7000, leave",
    })
    void whatComesNext(
            String holder,
            String version,
            int seconds,
            long seenAt,
            String renewed,
            long notBefore,
            long now,
            String step) {
        var candidate = new Candidate(
                "me",
                holder.equals(NOT) ? Optional.empty() : Optional.of(seen(holder, version, seconds, seenAt)),
                renewed.equals(NOT) ? Optional.empty() : Optional.of(nanos(Long.parseLong(renewed))),
                nanos(notBefore),
                true);
        assertThat(words(candidate.next(nanos(now)))).isEqualTo(step);
    }

    private static final Candidate STANDBY = Candidate.begin("me", 0).prepared().looked(seen("other", "7", 10, 0));
    private static final Candidate LEADER = Candidate.begin("me", 0).prepared().written(seen("me", "7", 10, 0), 0);

    @Test
    void anExpiringLeaseIsAsOldAsItWasSeenUnchanged() {
        assertThat(STANDBY.heard(seen("other", "7", 10, 5000))).isEqualTo(STANDBY);
        assertThat(words(STANDBY.heard(seen("other", "8", 10, 5000)).next(nanos(5000))))
                .isEqualTo("wait 10000");
    }

    @Test
    void whoIsNotReadySeesHowOldTheLeaseIsAndTakesItLater() {
        Candidate looksOn = Candidate.begin("me", 0).looked(seen("other", "7", 10, 0));
        assertThat(words(looksOn.next(nanos(4000)))).isEqualTo("wait 6000");
        assertThat(words(looksOn.next(nanos(11_000)))).startsWith("wait");
        assertThat(words(looksOn.prepared().next(nanos(11_000)))).isEqualTo("write");
    }

    @Test
    void aLeaseThatIsGivenUpIsTakenAtOnce() {
        assertThat(words(STANDBY.heard(seen("", "8", 1, 5000)).next(nanos(5000))))
                .isEqualTo("write");
    }

    @Test
    void aLeaseThatSomebodyDeletedIsTakenWhenItsHolderMustHaveNoticed() {
        Candidate heard = STANDBY.heard(seen("other", "8", 10, 4000).gone(nanos(5000)));
        assertThat(words(heard.next(nanos(5000)))).isEqualTo("wait 10000");
        Candidate asked = LEADER.heard(seen("me", "8", 10, 4000).gone(nanos(5000)));
        assertThat(words(asked.next(nanos(5000)))).isEqualTo("look");
        Candidate knows = asked.looked(Seen.none(nanos(5001)));
        assertThat(words(knows.next(nanos(5001))))
                .as("its holder makes it anew")
                .isEqualTo("write");
    }

    @Test
    void aLeaderAsksBeforeItBelievesALateWatch() {
        assertThat(LEADER.heard(seen("me", "6", 10, 100))).isEqualTo(LEADER);
        Candidate asks = LEADER.heard(seen("", "6", 1, 100));
        assertThat(words(asks.next(nanos(100)))).isEqualTo("look");
        assertThat(words(asks.looked(seen("me", "7", 10, 110)).next(nanos(110))))
                .as("and proves it to the others")
                .isEqualTo("write");
        assertThat(words(asks.looked(seen("other", "8", 10, 110)).next(nanos(110))))
                .isEqualTo("leave");
    }

    @Test
    void whoCannotReachTheApiServerTriesAgainUntilItsTimeIsOver() {
        Candidate leader = LEADER;
        long now = 2000;
        int tries = 0;
        while (leader.next(nanos(now)) instanceof Step.Write) {
            tries++;
            leader = leader.failed(nanos(now));
            now += leader.next(nanos(now)) instanceof Step.Wait pause
                    ? pause.atMost().toMillis()
                    : 0;
        }
        assertThat(tries).isEqualTo(10);
        assertThat(words(leader.next(nanos(now)))).isEqualTo("leave");
        assertThat(now).isEqualTo(7000);
    }
}
