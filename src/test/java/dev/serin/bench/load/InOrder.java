package dev.serin.bench.load;

import dev.serin.bench.measure.Draws;
import java.net.SocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests in an order that is known: on one connection they are decided in the order in which they are sent, also with
 * several in flight; over many connections only one is in flight at a time.
 */
public final class InOrder implements AutoCloseable {
    private static final int IN_FLIGHT = 16;

    private final Connections connections;
    private final Draws draws = new Draws();
    private final AtomicInteger failed = new AtomicInteger();
    private final Random random = new Random(1);
    private final int inFlight;
    private int sent;

    /** Opens so many connections to each target; the first call on each is part of the sequence. */
    public InOrder(List<? extends SocketAddress> targets, int each) throws InterruptedException {
        connections = new Connections(targets, each, (ok, canary) -> {
            draws.add(canary);
            note(ok);
        });
        inFlight = connections.size() == 1 ? IN_FLIGHT : 1;
    }

    /** Sends so many more, each on a connection chosen at random. */
    public void extend(int count) throws InterruptedException {
        var free = new Semaphore(inFlight);
        var hits = new BitSet();
        for (int i = 0; i < count; i++) {
            int index = i;
            free.acquire();
            connections.call(random.nextInt(connections.size()), "user-" + sent++, (ok, canary) -> {
                synchronized (hits) {
                    hits.set(index, canary);
                }
                note(ok);
                free.release();
            });
        }
        free.acquire(inFlight);
        synchronized (hits) {
            for (int i = 0; i < count; i++) {
                draws.add(hits.get(i));
            }
        }
    }

    private void note(boolean ok) {
        if (!ok) {
            failed.incrementAndGet();
        }
    }

    /** All so far. */
    public Draws draws() {
        return draws;
    }

    public int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        connections.close();
    }
}
