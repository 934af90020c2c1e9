/**
 * What {@code docs/} says, held against what there is.
 *
 * <p>Enters: Markdown files. Leaves: their links, and the commands that are to be run. Must not know how they are run.
 */
@NullMarked
package dev.serin.docs;

import org.jspecify.annotations.NullMarked;
