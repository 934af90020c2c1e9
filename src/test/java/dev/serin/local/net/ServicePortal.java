package dev.serin.local.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One port of one Service: listens while there are endpoints, so that without any a connection is refused, and gives
 * each new connection the next endpoint. Connections that are open stay where they are.
 */
final class ServicePortal implements AutoCloseable {
    private final InetSocketAddress address;
    private final Forwarder forwarder;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<InetSocketAddress> targets = List.of();
    private @Nullable Channel listener;

    ServicePortal(InetSocketAddress address, Forwarder forwarder) {
        this.address = address;
        this.forwarder = forwarder;
    }

    synchronized void update(List<InetSocketAddress> now) throws IOException {
        targets = now;
        if (now.isEmpty()) {
            close();
        } else if (listener == null) {
            listener = forwarder.listen(address, this::next);
        }
    }

    private Optional<InetSocketAddress> next() {
        List<InetSocketAddress> now = targets;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(now.get(Math.floorMod(turn.getAndIncrement(), now.size())));
    }

    @Override
    public synchronized void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
            listener = null;
        }
    }
}
