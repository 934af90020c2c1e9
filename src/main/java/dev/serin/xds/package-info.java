/**
 * The channel to the proxies: builds their configuration, publishes it over ADS, and knows what each has confirmed.
 *
 * <p>Enters: a {@link dev.serin.xds.ProxyConfig} per release. Leaves: Envoy resources on the wire, and a
 * {@link dev.serin.xds.ProxyState} per connected proxy. Must not know: Kubernetes, phases, steps or time limits.
 */
@NullMarked
package dev.serin.xds;

import org.jspecify.annotations.NullMarked;
