package dev.serin.xds;

import java.util.List;
import java.util.Optional;

/**
 * Decides what one proxy may be sent now, so that no request ever meets a cluster without endpoints that it could
 * have avoided. Envoy does not warm routes, and the kinds of resources change independently of each other:
 *
 * <ul>
 *   <li>a route goes out only when the proxy has confirmed the clusters and endpoints that it uses;
 *   <li>endpoints that the proxy's present route still uses are emptied only after it has confirmed a route that does
 *       not use them; until then it keeps those it has.
 * </ul>
 *
 * Pure: both rules depend only on what is wanted and on what the proxy has.
 */
final class Staging {
    private Staging() {}

    /**
     * What the proxy has confirmed.
     *
     * @param clusters version of its clusters
     * @param endpoints version of its endpoints
     * @param held the endpoints behind that version, where they are known
     * @param split the split of the route it has, where it is known
     */
    record Has(String clusters, String endpoints, Optional<Held> held, Optional<Split> split) {}

    /** Endpoints of both versions. */
    record Held(List<Endpoint> stable, List<Endpoint> canary) {}

    /** The endpoints to send now: the wanted ones, but none emptied that the present route still uses. */
    static Held endpoints(ProxyConfig wanted, Has has) {
        Held kept = has.held().orElse(new Held(wanted.stable(), wanted.canary()));
        Split now = has.split().orElse(wanted.split());
        return new Held(
                now.stable() > 0 && wanted.split().stable() == 0
                        ? keep(wanted.stable(), kept.stable())
                        : wanted.stable(),
                now.canary() > 0 && wanted.split().canary() == 0
                        ? keep(wanted.canary(), kept.canary())
                        : wanted.canary());
    }

    private static List<Endpoint> keep(List<Endpoint> wanted, List<Endpoint> kept) {
        return wanted.isEmpty() ? kept : wanted;
    }

    /** Whether the route may be sent: what it uses is confirmed. */
    static boolean routeMayGo(String clustersToSend, String endpointsToSend, Has has) {
        return has.clusters().equals(clustersToSend) && has.endpoints().equals(endpointsToSend);
    }
}
