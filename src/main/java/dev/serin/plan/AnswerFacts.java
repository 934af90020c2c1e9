package dev.serin.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the proxies saw both versions answer, look by look.
 *
 * @param epoch tells one beginning of counting from the next; looks are numbered within it
 * @param looks the latest ones, oldest first
 * @param complete whether there was a look, and every ready proxy could be read at the last one
 */
public record AnswerFacts(String epoch, List<Look> looks, boolean complete) {
    public static final AnswerFacts NONE = new AnswerFacts("", List.of(), false);

    public AnswerFacts {
        looks = List.copyOf(looks);
    }

    /**
     * What happened between two looks.
     *
     * @param number counted from 1
     * @param length the time between them
     * @param pods how many attempts at each of canary's pods, by its name, ended with each status
     */
    public record Look(long number, Duration length, Side stable, Side canary, Map<String, Map<String, Long>> pods) {
        public Look {
            pods = Map.copyOf(pods);
        }

        /** Without knowing of single pods. */
        public Look(long number, Duration length, Side stable, Side canary) {
            this(number, length, stable, canary, Map.of());
        }
    }

    /**
     * One version's answers, over all of its pods.
     *
     * @param statuses how many attempts ended with each status, see {@link FailureStatuses}
     * @param took how many answers took how many milliseconds, rounded down to two digits
     */
    public record Side(Map<String, Long> statuses, Map<Double, Long> took) {
        public static final Side NONE = new Side(Map.of(), Map.of());

        public Side {
            statuses = Map.copyOf(statuses);
            took = Map.copyOf(took);
        }
    }
}
