/**
 * Measures what proxies really do.
 *
 * <p>Enters: the addresses of proxies and the moment from which to count. Leaves: shares. Must not know Kubernetes, and
 * must not judge.
 */
@NullMarked
package dev.serin.analysis;

import org.jspecify.annotations.NullMarked;
