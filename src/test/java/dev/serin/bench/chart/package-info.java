/** Draws a result as one SVG file that needs nothing else. */
@NullMarked
package dev.serin.bench.chart;

import org.jspecify.annotations.NullMarked;
