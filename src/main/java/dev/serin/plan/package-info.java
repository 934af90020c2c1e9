/**
 * Decides what happens next: a pure function of what was observed and of the time.
 *
 * <p>Enters: {@link dev.serin.plan.Observed} and an instant. Leaves: a {@link dev.serin.plan.Plan}. Must not know:
 * Kubernetes' client, xDS, threads or clocks; the build holds it to {@code java.*} and the API's types.
 */
@NullMarked
package dev.serin.plan;

import org.jspecify.annotations.NullMarked;
