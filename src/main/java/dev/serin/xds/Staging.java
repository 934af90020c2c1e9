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
     * What the proxy has, or may have at any moment because it was sent.
     *
     * @param settled whether no clusters are on their way
     * @param clusters version of the clusters that it confirmed
     * @param confirmed the endpoints that it confirmed, where they are known
     * @param held the endpoints that it was sent last, where they are known
     * @param use what the route that it confirmed uses, and one that it was sent since, where they are known
     */
    record Has(boolean settled, String clusters, Optional<Held> confirmed, Optional<Held> held, Use use) {}

    /** Endpoints of both versions. */
    record Held(List<Endpoint> stable, List<Endpoint> canary) {}

    /** The endpoints to send now: the wanted ones, but none emptied that a route still uses which is about to go. */
    static Held endpoints(ProxyConfig wanted, Has has) {
        Use next = Use.of(wanted);
        Optional<Held> held = has.held();
        return new Held(
                keep(
                        wanted.stable(),
                        held.map(Held::stable),
                        !next.stable() && has.use().stable()),
                keep(
                        wanted.canary(),
                        held.map(Held::canary),
                        !next.canary() && has.use().canary()));
    }

    private static List<Endpoint> keep(List<Endpoint> wanted, Optional<List<Endpoint>> held, boolean stillUsed) {
        return wanted.isEmpty() && stillUsed ? held.orElse(wanted) : wanted;
    }

    /**
     * Whether the route may be sent: what it uses is confirmed, and nothing is on its way that could undo that. The same
     * endpoints may be on their way with other shares for the fallback, which no route waits for.
     */
    static boolean routeMayGo(String clustersToSend, Held endpointsToSend, Has has) {
        Optional<Held> wanted = Optional.of(endpointsToSend);
        return has.settled()
                && has.clusters().equals(clustersToSend)
                && has.confirmed().equals(wanted)
                && has.held().equals(wanted);
    }
}
