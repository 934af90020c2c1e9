/**
 * Carries decisions out: the thin shell around observing, planning and putting into words.
 *
 * <p>Enters: a release that something woke. Leaves: its status, its objects, its proxies' configuration and its
 * events, in that order. Must not decide anything.
 */
@NullMarked
package dev.serin.reconcile;

import org.jspecify.annotations.NullMarked;
