package dev.serin.bench.load;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thousand requests a second on one open connection, to see when most answers begin to be of the other version. */
public final class Probe implements AutoCloseable {
    private static final long PERIOD = 1_000_000;

    private final Connections connection;
    private final AtomicReference<@Nullable Awaited> awaited = new AtomicReference<>();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("probe").unstarted(this::send);
    private volatile boolean closed;

    private record Awaited(boolean canary, CompletableFuture<Long> at) {}

    /** When the version that is awaited has answered last, if that was the last answer of all; else 0. */
    private long before;

    public Probe(SocketAddress target) throws InterruptedException {
        connection = new Connections(List.of(target), 1, (ok, canary) -> {});
        thread.start();
    }

    /**
     * The moment, by {@link System#nanoTime}, of the next answer of one version that is followed by another of the same:
     * where that version gets hardly anything that does not happen, and where it gets nearly everything it does at once.
     */
    public CompletableFuture<Long> turn(boolean canary) {
        var at = new CompletableFuture<Long>();
        awaited.set(new Awaited(canary, at));
        return at;
    }

    private void send() {
        long due = System.nanoTime();
        for (long i = 0; !closed; i++, due += PERIOD) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            connection.call(0, "user-" + i, this::answered);
        }
    }

    /** On the connection's own thread, one answer after the other. */
    private void answered(boolean ok, boolean canary) {
        Awaited now = awaited.get();
        if (now == null || !ok || now.canary() != canary) {
            before = 0;
        } else if (before == 0) {
            before = System.nanoTime();
        } else {
            now.at().complete(before);
            awaited.compareAndSet(now, null);
            before = 0;
        }
        if (!ok && !closed) {
            failed.incrementAndGet();
        }
    }

    public long failed() {
        return failed.get();
    }

    /** What the first request that failed came to. */
    public String failure() {
        return connection.failure();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
