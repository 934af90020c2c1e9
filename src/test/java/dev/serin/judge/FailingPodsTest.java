package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.judge.FailingPods.Finding;
import dev.serin.judge.FailingPods.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailingPodsTest {
    /** {@code failed} by pod, of so many requests each. */
    private static List<String> named(long requests, long... failed) {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < failed.length; i++) {
            pods.add(new Pod("p" + i, new Sample(requests, failed[i])));
        }
        return FailingPods.among(pods).stream().map(Finding::pod).map(Pod::name).toList();
    }

    @Test
    void onePodThatFailsAloneIsNamed() {
        assertThat(named(100, 0, 31, 0)).containsExactly("p1");
        assertThat(named(100, 2, 1, 100)).containsExactly("p2");
        assertThat(named(7, 7, 0, 0)).as("at once, when it fails everything").containsExactly("p0");
        assertThat(named(1_000_000, 12_000, 30_000)).containsExactly("p1");
        assertThat(named(100, 50, 0, 0, 0, 90))
                .as("two of five, the worst first")
                .containsExactly("p4", "p0");
    }

    @Test
    void whatMostOfThemDoIsTheVersionsDoing() {
        assertThat(named(100, 30, 31, 28)).isEmpty();
        assertThat(named(100, 100, 100, 100)).isEmpty();
        assertThat(named(100, 90, 92, 0))
                .as("not the good one, and not the bad two")
                .isEmpty();
        assertThat(named(100, 40)).as("there is nothing to compare it with").isEmpty();
        assertThat(named(100)).isEmpty();
        assertThat(named(0, 0, 0)).isEmpty();
    }

    @Test
    void fewFailuresAndSmallDifferencesNameNobody() {
        assertThat(named(100, 1, 0, 0)).isEmpty();
        assertThat(named(3, 3, 0, 0)).as("three may be chance").isEmpty();
        assertThat(named(1_000_000, 1_000, 3_000)).as("surely more, and little").isEmpty();
        assertThat(named(1_000_000, 100_000, 130_000)).isEmpty();
    }

    /** Against the sum of all ways, counted one by one. */
    @ParameterizedTest
    @CsvSource({"5, 3, 10, 1", "20, 20, 40, 0", "7, 0, 3, 3", "100, 40, 200, 20"})
    void theTailIsFishers(long requests, long bad, long others, long othersBad) {
        double sum = 0;
        for (long k = bad; k <= Math.min(requests, bad + othersBad); k++) {
            sum += ways(requests, k) * ways(others, bad + othersBad - k) / ways(requests + others, bad + othersBad);
        }
        assertThat(FailingPods.tail(new Sample(requests, bad), new Sample(others, othersBad)))
                .isCloseTo(sum, within(sum * 1e-6));
    }

    private static double ways(long n, long k) {
        double ways = k > n ? 0 : 1;
        for (long i = 1; i <= k; i++) {
            ways *= (double) (n - k + i) / i;
        }
        return ways;
    }

    /** A window of 120 looks over an hour of five-second looks, asked with each. */
    @Test
    void podsThatAreAlikeAreHardlyEverNamed() {
        long wrong = IntStream.range(0, 300)
                .parallel()
                .filter(FailingPodsTest::isNamedOnce)
                .count();
        assertThat(wrong).as("of 300 releases of an hour").isLessThanOrEqualTo(2);
    }

    private static boolean isNamedOnce(int seed) {
        var draw = new Draw(seed);
        long[][] looks = new long[720][3];
        for (int look = 0; look < looks.length; look++) {
            long[] window = new long[3];
            for (int pod = 0; pod < 3; pod++) {
                looks[look][pod] = draw.bad(20, 0.03);
                for (int i = Math.max(0, look - 119); i <= look; i++) {
                    window[pod] += looks[i][pod];
                }
            }
            if (!named(20L * Math.min(look + 1, 120), window).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
