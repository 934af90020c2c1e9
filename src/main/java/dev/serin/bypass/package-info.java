/**
 * Counts connections to pods that come from no proxy, as the pods' gRPC servers tell by channelz.
 *
 * <p>Enters: pods' addresses and the proxies'. Leaves: numbers. Must not know: Kubernetes, releases, or what follows from
 * the numbers.
 */
@NullMarked
package dev.serin.bypass;

import org.jspecify.annotations.NullMarked;
