/**
 * Asks the gates of releases: Prometheus, webhooks and Jobs, each at its own interval and on a thread of its own.
 *
 * <p>Enters: the questions that a plan has. Leaves: the latest answers, as observed state, and a wake-up for the release.
 * Must not know: what follows from an answer.
 */
@NullMarked
package dev.serin.gates;

import org.jspecify.annotations.NullMarked;
