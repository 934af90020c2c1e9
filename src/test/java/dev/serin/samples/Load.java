package dev.serin.samples;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * What load a {@link ReporterClient} makes.
 *
 * @param connections one channel, and so one TCP connection at a time, each
 * @param concurrent calls in flight per connection; ignored with a rate
 * @param rate calls per second over all connections, sent on time whether or not earlier ones have answered; 0 sends
 *     the next call when the last one is done
 * @param calls ends after that many; 0 means no such end
 * @param time ends after that long; zero means no such end
 * @param deadline of each call
 * @param headers sent with each call
 * @param waitForReady calls wait for a connection that is being dialled, in place of failing at once
 */
public record Load(
        SocketAddress target,
        int connections,
        int concurrent,
        double rate,
        long calls,
        Duration time,
        Duration deadline,
        Map<String, String> headers,
        boolean waitForReady) {
    public Load {
        if (connections < 1 || concurrent < 1 || rate < 0 || calls < 0) {
            throw new IllegalArgumentException("connections and concurrent start at 1, rate and calls at 0");
        }
    }

    /** One connection, one call at a time, until stopped. */
    public static Load on(SocketAddress target) {
        return new Load(target, 1, 1, 0, 0, Duration.ZERO, Duration.ofSeconds(20), Map.of(), false);
    }

    public Load connections(int n) {
        return new Load(target, n, concurrent, rate, calls, time, deadline, headers, waitForReady);
    }

    public Load concurrent(int n) {
        return new Load(target, connections, n, rate, calls, time, deadline, headers, waitForReady);
    }

    public Load rate(double perSecond) {
        return new Load(target, connections, concurrent, perSecond, calls, time, deadline, headers, waitForReady);
    }

    public Load calls(long n) {
        return new Load(target, connections, concurrent, rate, n, time, deadline, headers, waitForReady);
    }

    public Load time(Duration d) {
        return new Load(target, connections, concurrent, rate, calls, d, deadline, headers, waitForReady);
    }

    public Load deadline(Duration d) {
        return new Load(target, connections, concurrent, rate, calls, time, d, headers, waitForReady);
    }

    public Load headers(Map<String, String> h) {
        return new Load(target, connections, concurrent, rate, calls, time, deadline, Map.copyOf(h), waitForReady);
    }

    /**
     * The same, as a client that copes with connections that end: it waits for the next one, and sends anew what never
     * left it or what no server has begun with (gRPC's transparent retries, on by default).
     */
    public Load waitingForReady() {
        return new Load(target, connections, concurrent, rate, calls, time, deadline, headers, true);
    }
}
