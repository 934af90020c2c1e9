package dev.serin.xds;

/** Names that never change: statistics and warmed clusters live as long as the proxy does. */
final class ClusterNames {
    static final String STABLE = "stable";
    static final String CANARY = "canary";
    /** Both versions at their shares, for what the exact split fails to choose for. */
    static final String FALLBACK = "fallback";
    /** Canary first, and stable for what no pod of canary could be reached for, or what a shield is for. */
    static final String CANARY_FIRST = "canary-first";
    /** Canary's pods for copies of stable's requests, so that their statistics are apart. */
    static final String MIRRORED = "mirrored";
    /** The listener, its route configuration and the prefix of its statistics. */
    static final String TRAFFIC = "traffic";

    private ClusterNames() {}
}
