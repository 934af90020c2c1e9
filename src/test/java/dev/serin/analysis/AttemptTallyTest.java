package dev.serin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What proxies count of attempts, and how it adds up over looks, proxies and their restarts. */
class AttemptTallyTest {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Set<String> BOTH = Set.of("p1", "p2");

    private final AttemptTally tally = new AttemptTally();

    private static Attempts canary(long ok, long unavailable) {
        return new Attempts(Map.of(of("OK", "10.1.0.1"), ok, of("UNAVAILABLE", "10.1.0.1"), unavailable), Map.of());
    }

    private static Attempts.Ended of(String status, String pod) {
        return new Attempts.Ended(Attempts.CANARY, status, "", pod);
    }

    private Map<String, Long> lastOfCanary() {
        return tally.seen().looks().getLast().canary().statuses();
    }

    @Test
    void readsEnvoysText() {
        String text = """
                attempts.ended.version.canary.grpc..http.0.flags.-: 2
                attempts.ended.version.canary.grpc..http.0.flags.UF: 3
                attempts.ended.version.canary.grpc..http.0.flags.UC: 1
                attempts.ended.version.canary.grpc..http.200.flags.UR: 4
                attempts.ended.version.canary.grpc..http.503.flags.-: 5
                attempts.ended.version.canary.grpc.0.http.200.flags.-.pod.10.1.2.3: 150
                attempts.ended.version.canary.grpc.0.http.200.flags.-.pod.fd00::1:2: 200
                attempts.ended.version.canary.grpc.14.http.200.flags.-.pod.10.1.2.3: 150
                attempts.ended.version.mirrored.grpc.14.http.200.flags.-: 7
                attempts.ended.version.stable.grpc.0.http.200.flags.-.pod.: 650
                attempts.took.version.canary:
                  totals=0,0:7, 2,0.1:1, 1.1e+03,100:4
                  intervals=0,0:5
                  summary=P0(0,0) P25(0,0)
                attempts.took.version.mirrored:
                  totals=0,0:1
                  intervals=
                attempts.took.version.stable:
                  totals=
                  intervals=
                """;
        Attempts attempts = Attempts.parse(text);
        AnswersSeen.Side canary = attempts.side(Attempts.CANARY);
        assertThat(canary.statuses())
                .isEqualTo(Map.of(
                        "GIVEN_UP", 2L, "NO_ANSWER", 4L, "BROKE_OFF", 4L, "503", 5L, "OK", 350L, "UNAVAILABLE", 150L));
        assertThat(canary.took()).isEqualTo(Map.of(0.0, 7L, 2.0, 1L, 1100.0, 4L));
        assertThat(attempts.pods())
                .isEqualTo(
                        Map.of("10.1.2.3", Map.of("OK", 150L, "UNAVAILABLE", 150L), "fd00::1:2", Map.of("OK", 200L)));
        assertThat(attempts.side(Attempts.STABLE)).isEqualTo(new AnswersSeen.Side(Map.of("OK", 650L), Map.of()));
        assertThat(Attempts.parse("")).isEqualTo(Attempts.NONE);
    }

    @Test
    void whatWasThereBeforeIsNotCounted() {
        tally.take(Map.of("p1", canary(900, 9)), Set.of("p1"), null);
        assertThat(tally.seen().looks()).isEmpty();
        assertThat(tally.seen().begun()).isTrue();
        tally.take(Map.of("p1", canary(910, 10), "p2", canary(500, 500)), BOTH, LOOK);
        assertThat(lastOfCanary()).as("nor at a proxy that came later").isEqualTo(Map.of("OK", 10L, "UNAVAILABLE", 1L));
        tally.take(Map.of("p1", canary(910, 10), "p2", canary(501, 502)), BOTH, LOOK);
        assertThat(lastOfCanary()).isEqualTo(Map.of("OK", 1L, "UNAVAILABLE", 2L));
        assertThat(tally.seen().looks()).extracting(AnswersSeen.Look::number).containsExactly(1L, 2L);
    }

    @Test
    void aProxyThatBeginsAnewBeganAtZero() {
        tally.take(Map.of("p1", canary(900, 9)), Set.of("p1"), null);
        tally.take(Map.of("p1", canary(7, 0)), Set.of("p1"), LOOK);
        assertThat(lastOfCanary()).isEqualTo(Map.of("OK", 7L));
    }

    @Test
    void oneCounterThatBeganAnewDoesNotCountTheOthersTwice() {
        tally.take(Map.of("p1", canary(900, 9)), Set.of("p1"), null);
        tally.take(Map.of("p1", canary(901, 0)), Set.of("p1"), LOOK);
        assertThat(lastOfCanary()).isEqualTo(Map.of("OK", 1L));
    }

    @Test
    void aProxyThatCannotBeReadMakesTheLookIncompleteAndIsMadeUpForLater() {
        tally.take(Map.of("p1", canary(0, 0), "p2", canary(0, 0)), BOTH, null);
        assertThat(tally.seen().complete()).isTrue();
        tally.take(Map.of("p1", canary(10, 0)), BOTH, LOOK);
        assertThat(tally.seen().complete()).isFalse();
        tally.take(Map.of("p1", canary(10, 0), "p2", canary(20, 2)), BOTH, LOOK);
        assertThat(tally.seen().complete()).isTrue();
        assertThat(lastOfCanary()).isEqualTo(Map.of("OK", 20L, "UNAVAILABLE", 2L));
    }

    @Test
    void countersOfPodsThatAreGoneAreDroppedByTheProxyAndNothingIsCountedTwice() {
        var both = new Attempts(Map.of(of("OK", "10.1.0.1"), 900L, of("OK", "10.1.0.2"), 100L), Map.of());
        tally.take(Map.of("p1", both), Set.of("p1"), null);
        tally.take(Map.of("p1", new Attempts(Map.of(of("OK", "10.1.0.2"), 103L), Map.of())), Set.of("p1"), LOOK);
        assertThat(lastOfCanary()).isEqualTo(Map.of("OK", 3L));
        assertThat(tally.seen().looks().getLast().pods()).isEqualTo(Map.of("10.1.0.2", Map.of("OK", 3L)));
        tally.take(
                Map.of("p1", new Attempts(Map.of(of("OK", "10.1.0.1"), 5L, of("OK", "10.1.0.2"), 103L), Map.of())),
                Set.of("p1"),
                LOOK);
        assertThat(lastOfCanary()).as("an address that comes again").isEqualTo(Map.of("OK", 5L));
    }

    @Test
    void withoutProxiesNothingIsKnown() {
        tally.take(Map.of(), Set.of(), null);
        assertThat(tally.seen().complete()).isFalse();
    }

    @Test
    void onlyTheLatestLooksAreKept() {
        for (int look = 0; look < 1000; look++) {
            tally.take(Map.of("p1", canary(look, 0)), Set.of("p1"), look == 0 ? null : LOOK);
        }
        assertThat(tally.seen().looks()).hasSize(120);
        assertThat(tally.seen().looks().getLast().number()).isEqualTo(999);
    }
}
