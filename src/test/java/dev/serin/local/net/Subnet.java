package dev.serin.local.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A slice of the loopback network that one cluster has for itself: pods in 127.20.x.0/22, Services in 127.30.x.0/22,
 * about a thousand of each. A listening socket held on the pods' last address claims it, so that clusters of several
 * JVMs on one machine stay apart, and a killed JVM leaves no claim behind.
 */
public final class Subnet implements AutoCloseable {
    private static final int COUNT = 64;
    private static final int CLAIM_PORT = 65000;
    /** Never used twice in one JVM: a listener of an earlier cluster may be slow to go. */
    private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();

    private final @Nullable ServerSocket claim;
    private final AddressPool pods;
    private final AddressPool services;

    private Subnet(@Nullable ServerSocket claim, AddressPool pods, AddressPool services) {
        this.claim = claim;
        this.pods = pods;
        this.services = services;
    }

    /** Networks that are this run's alone, so that nothing needs a claim. */
    public static Subnet of(String pods, String services) {
        return new Subnet(null, AddressPool.of(pods), AddressPool.of(services));
    }

    /** Claims a slice that nobody has; throws {@link IllegalStateException} when all 64 are taken. */
    public static Subnet claim() {
        int first = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int number = (first + i) % COUNT;
            if (!USED.add(number)) {
                continue;
            }
            try {
                ServerSocket socket = new ServerSocket();
                try {
                    InetAddress last = InetAddress.getByName("127.20." + (4 * number + 3) + ".255");
                    socket.bind(new InetSocketAddress(last, CLAIM_PORT));
                    return new Subnet(
                            socket,
                            AddressPool.of("127.20." + 4 * number + ".0/22"),
                            AddressPool.of("127.30." + 4 * number + ".0/22"));
                } catch (IOException taken) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("all " + COUNT + " loopback subnets are claimed by other local clusters");
    }

    /** Addresses for pods. */
    public AddressPool pods() {
        return pods;
    }

    /** Addresses for Services. */
    public AddressPool services() {
        return services;
    }

    @Override
    public void close() {
        try {
            if (claim != null) {
                claim.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
