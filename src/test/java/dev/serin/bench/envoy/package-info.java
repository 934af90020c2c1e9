/** The Envoys of the benchmark: Serin's proxies, the raw one beside them, and the servers behind both. */
@NullMarked
package dev.serin.bench.envoy;

import org.jspecify.annotations.NullMarked;
