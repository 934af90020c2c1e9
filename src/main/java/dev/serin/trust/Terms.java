package dev.serin.trust;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * By what rules certificates are renewed.
 *
 * @param authorityLife how long an authority is valid; its successor is made when four fifths of it are over
 * @param certificateLife how long the server's certificate is valid; it is renewed when two thirds of it are over
 * @param overlap how long both authorities are trusted before the new one signs: proxies have to have read of it
 * @param names the DNS names of the server
 */
public record Terms(Duration authorityLife, Duration certificateLife, Duration overlap, List<String> names) {
    private static final Duration RARELY = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(500);

    /** How often to look whether something is due, so that it is at most a little late. */
    Duration lookEvery() {
        Duration least = Stream.of(authorityLife, certificateLife, overlap)
                .map(life -> life.dividedBy(20))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return least.compareTo(RARELY) > 0 ? RARELY : least.compareTo(OFTEN) < 0 ? OFTEN : least;
    }
}
