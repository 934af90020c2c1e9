/**
 * The demo: the project's story in four acts, told on the terminal and in a report.
 *
 * <p>Enters: nothing. Leaves: {@code target/demo/report.json} and {@code report.html}, and an exit code that is 0 only if
 * all that is claimed held. Must not know how the cluster is made.
 */
@NullMarked
package dev.serin.demo;

import org.jspecify.annotations.NullMarked;
