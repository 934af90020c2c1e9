/** The operator's entry point: wires the parts together and holds no logic of its own. */
@NullMarked
package dev.serin;

import org.jspecify.annotations.NullMarked;
