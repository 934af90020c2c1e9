/**
 * Calls to what users name, never to the operator's own machine, and to pods: bounded in time and size.
 *
 * <p>Enters: a URL and what to send. Leaves: the answer, or why there is none. Must not know what it is about.
 */
@NullMarked
package dev.serin.outbound;

import org.jspecify.annotations.NullMarked;
