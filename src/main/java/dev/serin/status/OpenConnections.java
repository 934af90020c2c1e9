package dev.serin.status;

import dev.serin.api.v1alpha1.Proxies;
import dev.serin.plan.Observed;
import dev.serin.plan.ProxyFacts;
import java.util.Optional;

/** Puts the number of connections into the status, but only when it tells something new. */
final class OpenConnections {
    private static final double WORTH_WRITING = 0.1;

    private OpenConnections() {}

    /** Empty until it is known; what was known while a proxy cannot be asked. */
    static Optional<Long> of(Observed observed) {
        Optional<Long> known = Optional.ofNullable(observed.status().proxies()).map(Proxies::connections);
        boolean all = !observed.readyProxies().isEmpty()
                && observed.readyProxies().stream()
                        .allMatch(proxy -> proxy.connections().isPresent());
        if (!all) {
            return known;
        }
        long open = observed.readyProxies().stream()
                .flatMap(proxy -> proxy.connections().stream())
                .mapToLong(ProxyFacts.Connections::active)
                .sum();
        return known.filter(before -> Math.abs(open - before) <= WORTH_WRITING * before && (before > 0) == (open > 0))
                .or(() -> Optional.of(open));
    }
}
