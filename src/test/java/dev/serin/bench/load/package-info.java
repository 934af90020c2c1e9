/** Makes requests and takes times. Knows addresses, but not what answers there. */
@NullMarked
package dev.serin.bench.load;

import org.jspecify.annotations.NullMarked;
