package dev.serin.bench.question;

import dev.serin.bench.Result;
import dev.serin.bench.load.Probe;
import dev.serin.bench.measure.Spread;
import dev.serin.bench.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Weight changes of one release, from nearly nothing to nearly everything and back. */
final class Changes {
    static final int LITTLE = 1;
    static final int MUCH = 99;

    private static final int PATIENCE_SECONDS = 30;

    private final List<Change> changes = new ArrayList<>();

    /**
     * One change, in milliseconds.
     *
     * @param accepted from sending the write to the API server's acceptance
     * @param first from sending the write to the first answer at the new weight
     * @param confirmed from sending the write to the status that says that every proxy has the weight
     */
    private record Change(double accepted, double first, double confirmed) {}

    /** Makes so many changes, and waits for each. */
    static Changes make(World world, String release, Probe probe, int count) throws Exception {
        var made = new Changes();
        for (int i = 0; i < count; i++) {
            made.make(world, release, probe, i % 2 == 0);
        }
        return made;
    }

    /** Tells when requests failed while weights changed, and how. */
    static void claimNoneFailed(Result.Builder result, String subject, Probe probe) {
        if (probe.failed() > 0) {
            result.claim(
                    false,
                    "%s: %d requests failed while weights changed, the first as %s",
                    subject,
                    probe.failed(),
                    probe.failure());
        }
    }

    void make(World world, String release, Probe probe, boolean toCanary) throws Exception {
        int weight = toCanary ? MUCH : LITTLE;
        var seen = probe.turn(toCanary);
        var said = world.confirmations().of(release, weight);
        long sent = System.nanoTime();
        long accepted = world.weight(release, weight);
        changes.add(new Change(
                (accepted - sent) / 1e6,
                (seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - sent) / 1e6,
                (said.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - sent) / 1e6));
    }

    /** From sending to the first answer. */
    Spread sentToFirst() {
        return Spread.of(changes.stream().map(Change::first).toList());
    }

    /** From the API server's acceptance to the first answer: what is Serin's own. */
    Spread acceptedToFirst() {
        return Spread.of(changes.stream()
                .map(change -> change.first() - change.accepted())
                .toList());
    }

    List<Double> sentToConfirmed() {
        return changes.stream().map(Change::confirmed).toList();
    }
}
