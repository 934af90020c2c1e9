package dev.serin.bench.load;

import com.google.protobuf.StringValue;
import dev.serin.samples.Reporter;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Clients with a connection each that are busy with unary calls, to see when they re-dial: an answer that comes on
 * another TCP connection than the one before tells it.
 */
public final class Redials implements AutoCloseable {
    public static final int CLIENTS = 50;
    /** Of all together, a second. */
    public static final int RATE = 500;

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final AnyOf service;
    private final List<Client> clients = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("clients").unstarted(this::send);
    private volatile boolean closed;

    /** One client; all but the channel is touched by its connection's thread only, or under its lock. */
    private final class Client {
        private final ManagedChannel channel;
        private @Nullable SocketAddress local;
        private @Nullable SocketAddress remote;
        private long dialled;
        private long redialled;

        Client(String target) {
            channel = NettyChannelBuilder.forTarget(target)
                    .usePlaintext()
                    .disableRetry()
                    .directExecutor()
                    .build();
        }

        void call() {
            ClientCall<StringValue, StringValue> call = channel.newCall(Reporter.REPORT, CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            answered(status.isOk(), call.getAttributes());
                        }
                    },
                    new Metadata());
            call.request(1);
            call.sendMessage(StringValue.getDefaultInstance());
            call.halfClose();
        }

        private synchronized void answered(boolean ok, Attributes attributes) {
            calls.incrementAndGet();
            if (!ok && !closed) {
                failed.incrementAndGet();
            }
            SocketAddress now = attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
            if (now == null || now.equals(local)) {
                return;
            }
            remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            if (local == null) {
                dialled = System.nanoTime();
            } else if (redialled == 0) {
                redialled = System.nanoTime();
            }
            local = now;
        }

        synchronized void forget() {
            redialled = 0;
        }

        synchronized long redialled() {
            return redialled;
        }

        synchronized long dialled() {
            return dialled;
        }

        synchronized @Nullable SocketAddress remote() {
            return remote;
        }
    }

    /** Connects to any of these, each client to one by chance, and begins to call. */
    public Redials(List<InetSocketAddress> targets) {
        String scheme = "service-" + STARTED.incrementAndGet();
        service = new AnyOf(scheme, targets);
        NameResolverRegistry.getDefaultRegistry().register(service);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(scheme + ":///proxies"));
        }
        thread.start();
    }

    /** From now on dials lead to these. */
    public void leadTo(List<InetSocketAddress> targets) {
        service.leadTo(targets);
    }

    private void send() {
        long period = 1_000_000_000L / RATE;
        long due = System.nanoTime();
        for (int i = 0; !closed; i++, due += period) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            clients.get(i % CLIENTS).call();
        }
    }

    /** Whether every client has had an answer. */
    public boolean areConnected() {
        return clients.stream().allMatch(client -> client.dialled() != 0);
    }

    /** What was re-dialled before does not count any more. */
    public void forget() {
        clients.forEach(Client::forget);
    }

    /** How many clients have re-dialled. */
    public int redialled() {
        return times(0).size();
    }

    /** When each client that has re-dialled did so first, in seconds after a moment, in order. */
    public List<Double> times(long since) {
        return sorted(client -> client.redialled() - since);
    }

    /** The ages at which connections were given up, in seconds, in order. */
    public List<Double> ages() {
        return sorted(client -> client.redialled() - client.dialled());
    }

    private List<Double> sorted(Function<Client, Long> nanos) {
        return clients.stream()
                .filter(client -> client.redialled() != 0)
                .map(client -> nanos.apply(client) / 1e9)
                .sorted()
                .toList();
    }

    /** The most clients that are on one of so many proxies, in relation to the mean. */
    public double maxToMean(int proxies) {
        Collection<Long> each = clients.stream()
                .map(client -> String.valueOf(client.remote()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values();
        return each.stream().mapToLong(Long::longValue).max().orElse(0) * (double) proxies / CLIENTS;
    }

    public long calls() {
        return calls.get();
    }

    public long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(client -> client.channel.shutdownNow());
        NameResolverRegistry.getDefaultRegistry().deregister(service);
    }
}
