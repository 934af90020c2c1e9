/**
 * Puts a decision into words: the status with its conditions, and the events.
 *
 * <p>Enters: what was observed, the plan, the time. Leaves: the status to persist and notes to send as events. Pure;
 * must not know: clients, xDS or how a plan comes about.
 */
@NullMarked
package dev.serin.status;

import org.jspecify.annotations.NullMarked;
