package dev.serin.bench.load;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The closed loop where nothing better is installed. */
final class JavaClosedLoop implements ClosedLoop {
    @Override
    public String name() {
        return "the Java client";
    }

    @Override
    public double run(InetSocketAddress target, int requests) throws InterruptedException {
        var failed = new AtomicLong();
        var done = new CountDownLatch(requests);
        var free = new Semaphore(CONNECTIONS * STREAMS);
        try (var lines = new Connections(List.of(target), CONNECTIONS, (ok, canary) -> {})) {
            long start = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                free.acquire();
                lines.call(i % CONNECTIONS, "user-" + i, (ok, canary) -> {
                    if (!ok) {
                        failed.incrementAndGet();
                    }
                    free.release();
                    done.countDown();
                });
            }
            done.await();
            if (failed.get() > 0) {
                throw new IllegalStateException(failed.get() + " of " + requests + " requests failed");
            }
            return requests / ((System.nanoTime() - start) / 1e9);
        }
    }
}
