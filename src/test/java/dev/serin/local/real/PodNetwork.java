package dev.serin.local.real;

import dev.serin.local.net.FreePort;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses inside the network namespace that {@code src/test/scripts/in-netns} makes. Kubernetes refuses loopback
 * addresses in EndpointSlices, so these are others, which all are this host's in there and nobody's outside. Each control
 * plane of this JVM gets a slice of its own, until after the last of 31 the first comes again.
 *
 * @param pods where its pods get their addresses, such as {@code 10.244.8.0/21}
 * @param services where its Services get theirs, by the API server
 */
public record PodNetwork(String pods, String services) {
    private static final AtomicInteger CLAIMED = new AtomicInteger();
    private static final int SLICES = 31;

    /** Where etcd, the API server and the node are. */
    public static final String HOST = "10.244.255.254";

    /** The next slice. */
    public static PodNetwork claim() {
        int third = CLAIMED.getAndIncrement() % SLICES * 8;
        return new PodNetwork("10.244.%d.0/21".formatted(third), "10.96.%d.0/21".formatted(third));
    }

    /** Throws an {@link IllegalStateException} that says how to get in, unless this JVM is in such a namespace. */
    public static void require() {
        try {
            FreePort.bind(HOST, 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The real control plane needs a network namespace in which 10.244.0.0/16 and"
                            + " 10.96.0.0/16 are local: run the tests by mvn -Pcluster, or this program by src/test/scripts/in-netns.",
                    e);
        }
    }
}
