/**
 * Tells people outside of the cluster what the status says is still to be told.
 *
 * <p>Enters: what is owed, as it was persisted. Leaves: what came of it, as observed state, and a wake-up for the release.
 * Must not know: what happens in a release, and must hold none up.
 */
@NullMarked
package dev.serin.notify;

import org.jspecify.annotations.NullMarked;
