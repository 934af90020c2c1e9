/** Arithmetic of the benchmark: pure, with no clock and no process. */
@NullMarked
package dev.serin.bench.measure;

import org.jspecify.annotations.NullMarked;
