/** An API server with releases of all sizes and the operator as a process of its own. */
@NullMarked
package dev.serin.bench.world;

import org.jspecify.annotations.NullMarked;
