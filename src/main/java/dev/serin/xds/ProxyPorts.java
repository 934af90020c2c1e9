package dev.serin.xds;

/** The ports of a proxy's pod. */
public final class ProxyPorts {
    /** Where clients' requests arrive. */
    public static final int TRAFFIC = 10080;
    /** Readiness and statistics, and nothing else. */
    public static final int STATUS = 19001;
    /** Envoy's admin interface, on the pod's loopback only. */
    public static final int ADMIN = 19000;

    private ProxyPorts() {}
}
