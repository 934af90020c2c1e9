package dev.serin.analysis;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What proxies saw both versions answer, look by look.
 *
 * @param epoch tells one beginning of counting from the next; looks are numbered within it
 * @param looks the latest ones, oldest first
 * @param complete whether every proxy could be read at the last look
 * @param begun whether there was a look
 */
public record AnswersSeen(String epoch, List<Look> looks, boolean complete, boolean begun) {
    public AnswersSeen {
        looks = List.copyOf(looks);
    }

    static AnswersSeen nothing(String epoch) {
        return new AnswersSeen(epoch, List.of(), false, false);
    }

    /**
     * What happened between two looks.
     *
     * @param number counted from 1
     * @param length the time between them
     * @param pods how many attempts at each of canary's pods, by its address, ended with each status
     */
    public record Look(long number, Duration length, Side stable, Side canary, Map<String, Map<String, Long>> pods) {
        public Look {
            pods = Map.copyOf(pods);
        }
    }

    /**
     * One version, all of whose pods are weighed alike.
     *
     * @param statuses how many attempts ended with each status: a gRPC status by its name, an HTTP status of an answer
     *     without one by its number, {@code NO_ANSWER}, {@code BROKE_OFF} or {@code GIVEN_UP}
     * @param took how many answers took how many milliseconds
     */
    public record Side(Map<String, Long> statuses, Map<Double, Long> took) {
        public Side {
            statuses = Map.copyOf(statuses);
            took = Map.copyOf(took);
        }
    }
}
