/**
 * Simulated releases through Serin's judge and through the rules of other tools.
 *
 * <p>Enters: a number of releases and a seed. Leaves: {@code target/judge}. Must not know Kubernetes or proxies.
 */
@NullMarked
package dev.serin.bench.judge;

import org.jspecify.annotations.NullMarked;
