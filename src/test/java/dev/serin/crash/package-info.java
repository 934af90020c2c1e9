/**
 * The operator is killed before and after each of its writes: the real one, its shell and all, within this JVM and by a
 * stepped clock, on the embedded API server with its controllers; pods and proxies are on paper. With real Envoys and
 * real pods it is in {@code scenarios.CrashesIT}, without a server in {@code plan.CrashRuns}.
 */
@NullMarked
package dev.serin.crash;

import org.jspecify.annotations.NullMarked;
