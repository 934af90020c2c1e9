package dev.serin.resources;

/** The names of what is made for a release; users see and dial them. */
public final class Names {
    private Names() {}

    /** The Service over stable's pods. */
    public static String stable(String release) {
        return release + "-stable";
    }

    /** The headless Service over canary's pods. */
    public static String canary(String release) {
        return release + "-canary";
    }

    /** The proxies' Deployment, their ConfigMap and disruption budget, and the Service that clients dial. */
    public static String proxy(String release) {
        return release + "-proxy";
    }
}
