package dev.serin.xds;

/** Names that never change: statistics and warmed clusters live as long as the proxy does. */
final class ClusterNames {
    static final String STABLE = "stable";
    static final String CANARY = "canary";
    /** The listener, its route configuration and the prefix of its statistics. */
    static final String TRAFFIC = "traffic";

    private ClusterNames() {}
}
