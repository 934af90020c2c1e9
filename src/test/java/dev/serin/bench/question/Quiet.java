package dev.serin.bench.question;

import static org.awaitility.Awaitility.await;

import dev.serin.bench.world.World;
import java.time.Duration;

/** Waits until the operator has written nothing for a while, which is not yet the time that is measured. */
final class Quiet {
    /** Longer than from one look at the proxies' connections to the next, which is the slowest that it does. */
    private static final Duration WHILE = Duration.ofSeconds(20);

    private Quiet() {}

    static void awaitRest(World world) {
        long[] since = {world.writes().size(), System.nanoTime()};
        await("the operator comes to rest")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    long writes = world.writes().size();
                    if (writes != since[0]) {
                        since[0] = writes;
                        since[1] = System.nanoTime();
                    }
                    return System.nanoTime() - since[1] > WHILE.toNanos();
                });
    }
}
