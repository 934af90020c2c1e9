package dev.serin.bench.load;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leads each dial to any one of several addresses by chance, as a Service does with connections. */
final class AnyOf extends NameResolverProvider {
    private final String scheme;
    private volatile List<InetSocketAddress> targets;

    AnyOf(String scheme, List<InetSocketAddress> targets) {
        this.scheme = scheme;
        this.targets = List.copyOf(targets);
    }

    /** From now on dials lead to these; connections that are open stay. */
    void leadTo(List<InetSocketAddress> now) {
        targets = List.copyOf(now);
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args unused) {
        return new NameResolver() {
            private @Nullable Listener2 listener;

            @Override
            public String getServiceAuthority() {
                return "proxies";
            }

            @Override
            public void start(Listener2 channel) {
                listener = channel;
                refresh();
            }

            // Asked for whenever the connection is gone.
            @Override
            public void refresh() {
                Listener2 channel = listener;
                if (channel == null) {
                    return;
                }
                List<InetSocketAddress> any = new ArrayList<>(targets);
                Collections.shuffle(any);
                channel.onResult(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(
                                any.stream().map(EquivalentAddressGroup::new).toList()))
                        .build());
            }

            @Override
            public void shutdown() {}
        };
    }

    @Override
    public String getDefaultScheme() {
        return scheme;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return Set.of(InetSocketAddress.class);
    }
}
