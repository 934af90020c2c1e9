package dev.serin.analysis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What both versions answered, look by look, over all of a release's proxies and their restarts.
 *
 * <p>A proxy's first reading only says from where to count on. One that could not be read is made up for by its next
 * reading, in which both versions' answers of the same time come together.
 */
final class AttemptTally {
    /** Looks that are kept for a reader that is late. */
    private static final int KEPT = 120;

    private final Map<String, Attempts> last = new HashMap<>();
    private final Deque<AnswersSeen.Look> looks = new ArrayDeque<>();
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private long number;
    private AnswersSeen seen = AnswersSeen.nothing(epoch);

    /** Takes in a look at all proxies, by their addresses; {@code length}: how long after the look before. */
    synchronized void take(Map<String, Attempts> byProxy, Set<String> all, @Nullable Duration length) {
        Attempts sum = Attempts.NONE;
        for (Map.Entry<String, Attempts> each : byProxy.entrySet()) {
            Attempts now = each.getValue();
            Attempts before = last.put(each.getKey(), now);
            if (before != null) {
                sum = sum.plus(now.since(before));
            }
        }
        last.keySet().retainAll(all);
        if (length != null) {
            number++;
            looks.addLast(new AnswersSeen.Look(
                    number, length, sum.side(Attempts.STABLE), sum.side(Attempts.CANARY), sum.pods()));
        }
        while (looks.size() > KEPT) {
            looks.removeFirst();
        }
        boolean complete = !all.isEmpty() && byProxy.keySet().containsAll(all);
        seen = new AnswersSeen(epoch, List.copyOf(looks), complete, true);
    }

    synchronized AnswersSeen seen() {
        return seen;
    }
}
