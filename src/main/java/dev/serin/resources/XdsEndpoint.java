package dev.serin.resources;

import java.util.Optional;

/**
 * Where and how proxies find the operator.
 *
 * @param address {@code HOST:PORT}
 * @param security how they and the operator know each other; empty: they do not, and speak plain text
 */
public record XdsEndpoint(String address, Optional<Security> security) {
    /** For whom a proxy's token is: nobody but the operator accepts it. */
    public static final String AUDIENCE = "xds.serin.dev";

    /**
     * By what a proxy knows the operator.
     *
     * @param name the DNS name in the operator's certificate
     * @param trusted the authorities by whom that certificate may be signed, as PEM
     */
    public record Security(String name, String trusted) {}

    /** Plain text. */
    public static XdsEndpoint open(String address) {
        return new XdsEndpoint(address, Optional.empty());
    }
}
