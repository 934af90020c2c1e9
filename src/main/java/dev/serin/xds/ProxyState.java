package dev.serin.xds;

import java.util.Optional;

/**
 * What is known of one connected proxy.
 *
 * @param node the proxy's node id, which is its pod's name
 * @param applied the split that the proxy has confirmed (ACKed) on this connection; empty while a change is under way
 * @param rejection Envoy's own words for the configuration that it last refused (NACKed), until it confirms one again
 */
public record ProxyState(String node, Optional<Split> applied, Optional<String> rejection) {}
