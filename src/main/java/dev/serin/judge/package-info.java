/**
 * Judges a canary by its answers: pure statistics.
 *
 * <p>Enters: what stable and canary answered, interval by interval, and the rules of the release. Leaves: a
 * {@link dev.serin.judge.Judgement}, and a state to go on from. Must not know: Kubernetes, proxies, xDS, threads or
 * clocks.
 */
@NullMarked
package dev.serin.judge;

import org.jspecify.annotations.NullMarked;
