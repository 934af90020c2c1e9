package dev.serin.scenarios;

import dev.serin.samples.Call;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the first call that was split at a new weight. Single answers cannot tell 90/10 from 10/90, so the most likely
 * moment is taken: the one that maximises the likelihood of what was answered before and after it.
 */
public final class ChangePoint {
    private ChangePoint() {}

    /** The first call at the new share of the canary's version; both shares are above 0 and below 1. */
    public static Call first(List<Call> calls, String canary, double before, double after) {
        List<Call> inOrder = calls.stream()
                .filter(call -> !call.failed())
                .sorted(Comparator.comparingLong(Call::startNanos))
                .toList();
        double gain = 0;
        double best = Double.NEGATIVE_INFINITY;
        int at = inOrder.size() - 1;
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            boolean isCanary = inOrder.get(i).version().equals(canary);
            gain += isCanary ? Math.log(after / before) : Math.log((1 - after) / (1 - before));
            if (gain > best) {
                best = gain;
                at = i;
            }
        }
        return inOrder.get(at);
    }
}
