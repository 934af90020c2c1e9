/**
 * Sees the cluster: watches what releases depend on and puts it together as one observation.
 *
 * <p>Enters: the caches of the watches, and what the proxies have said. Leaves: {@link dev.serin.plan.Observed} and
 * the endpoints of both versions. Reads only; must not decide or write anything.
 */
@NullMarked
package dev.serin.observe;

import org.jspecify.annotations.NullMarked;
