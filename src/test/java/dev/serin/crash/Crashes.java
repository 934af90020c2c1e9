package dev.serin.crash;

import dev.serin.local.Disturbances.Write;
import dev.serin.local.Disturbances.WriteListener;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;

/** Kills the operator before or after some of its writes of one release's objects. Counts them from 1. */
public final class Crashes implements WriteListener {
    /** What no release depends on. */
    private static final Set<String> OTHERS = Set.of("events", "leases", "endpointslices");

    private final Kill kill;
    private final String release;
    private final IntPredicate before;
    private final IntPredicate after;
    private final List<String> made = new ArrayList<>();
    private int writes;

    /** Ends the operator, at once and without a word. */
    @FunctionalInterface
    public interface Kill {
        void now() throws Exception;
    }

    private Crashes(Kill kill, String release, IntPredicate before, IntPredicate after) {
        this.kill = kill;
        this.release = release;
        this.before = before;
        this.after = after;
    }

    /** Only counts. */
    public static Crashes none(String release) {
        return new Crashes(() -> {}, release, write -> false, write -> false);
    }

    /** At one moment: 0 is before the first write, 1 after it, 2 before the second and so on. */
    public static Crashes at(Kill kill, String release, int moment) {
        return new Crashes(kill, release, n -> moment == 2 * n - 2, n -> moment == 2 * n - 1);
    }

    /**
     * Whether this run takes a moment. Machines can share them ({@code -Dcrash.parts=3 -Dcrash.part=1}); a run that is not told its
     * part takes that of the day.
     *
     * @param parts how many there are where nobody says
     */
    public static boolean isOurs(int moment, int parts) {
        int all = Integer.getInteger("crash.parts", parts);
        long part = Long.getLong("crash.part", LocalDate.now(ZoneOffset.UTC).toEpochDay() % all + 1);
        return moment % all == part - 1;
    }

    /** At so many of the first writes. */
    public static Crashes some(Kill kill, String release, Random random, int count, int of) {
        List<Integer> at =
                random.ints(1, 2 * of).distinct().limit(count).boxed().toList();
        return new Crashes(kill, release, n -> at.contains(2 * n - 1), n -> at.contains(2 * n));
    }

    public synchronized int writes() {
        return writes;
    }

    /** What was crashed at. */
    public synchronized List<String> made() {
        return List.copyOf(made);
    }

    private boolean isOfRelease(Write write) {
        return !OTHERS.contains(write.resource())
                && (write.name().equals(release) || write.name().startsWith(release + "-"));
    }

    @Override
    public synchronized boolean before(Write write) {
        if (!isOfRelease(write)) {
            return true;
        }
        writes++;
        boolean crash = before.test(writes);
        if (crash) {
            crash("before", write);
        }
        return !crash;
    }

    @Override
    public synchronized void after(Write write) {
        if (isOfRelease(write) && after.test(writes)) {
            crash("after", write);
        }
    }

    private void crash(String when, Write write) {
        made.add("%s write %d (%s %s %s)".formatted(when, writes, write.verb(), write.resource(), write.name()));
        try {
            kill.now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
