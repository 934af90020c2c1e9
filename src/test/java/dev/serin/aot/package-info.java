/**
 * Programs of this class path that start quickly, since their classes are loaded and linked beforehand (JEP 483).
 *
 * <p>Enters: a program, and a training run of it. Leaves: the command that starts it. Must not know what it is started for.
 */
@NullMarked
package dev.serin.aot;

import org.jspecify.annotations.NullMarked;
