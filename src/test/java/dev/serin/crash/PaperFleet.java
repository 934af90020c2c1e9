package dev.serin.crash;

import dev.serin.xds.ProxyConfig;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.ProxyState;
import dev.serin.xds.ReleaseKey;
import dev.serin.xds.Split;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One operator's sight of the proxies: they are connected to it while it lives, and confirm at once what it tells. */
final class PaperFleet implements ProxyFleet {
    private final Supplier<PaperProxies> proxies;
    private final PaperNode node;
    private final BooleanSupplier lives;
    private volatile Optional<ProxyConfig> told = Optional.empty();
    private volatile Consumer<ReleaseKey> listener = release -> {};

    PaperFleet(Supplier<PaperProxies> proxies, PaperNode node, BooleanSupplier lives) {
        this.proxies = proxies;
        this.node = node;
        this.lives = lives;
    }

    @Override
    public void publish(ProxyConfig config) {
        Optional<ProxyConfig> now = Optional.of(config);
        if (lives.getAsBoolean() && proxies.get().areOf(config.release()) && !now.equals(told)) {
            boolean news = !confirmed().equals(Optional.of(config.split()));
            told = now;
            proxies.get().take(config);
            if (news) {
                listener.accept(config.release());
            }
        }
    }

    private Optional<Split> confirmed() {
        return told.map(ProxyConfig::split);
    }

    @Override
    public void remove(ReleaseKey release) {
        told = Optional.empty();
    }

    @Override
    public List<ProxyState> proxies(ReleaseKey release) {
        Optional<Split> confirmed = confirmed();
        return node.proxies(release.name()).stream()
                .map(pod -> new ProxyState(pod, confirmed, Optional.empty()))
                .toList();
    }

    @Override
    public void onChange(Consumer<ReleaseKey> heard) {
        listener = heard;
    }
}
