/**
 * Compares text with golden files.
 *
 * <p>Enters: a name and what was made. Leaves: a verdict, or with {@code -Dgolden.write} the files. Must not know what
 * the text means.
 */
@NullMarked
package dev.serin.golden;

import org.jspecify.annotations.NullMarked;
