/**
 * What the log looks like: a JSON object a line.
 *
 * <p>Enters: two environment variables. Leaves: lines on standard output. Must not know the parts.
 */
@NullMarked
package dev.serin.logging;

import org.jspecify.annotations.NullMarked;
