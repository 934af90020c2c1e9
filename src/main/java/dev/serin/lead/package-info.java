/**
 * Who leads, and what only the leader does: it opens the xDS port once every release has its configuration, and points the
 * xDS Service to itself, so that proxies follow the leader. {@link dev.serin.lead.Tenure} says for how long this process may
 * write and push, and is asked before each of both.
 *
 * <p>Enters: the lease and the releases gone through. Leaves: an open port and an EndpointSlice. Must not know what is
 * published.
 */
@NullMarked
package dev.serin.lead;

import org.jspecify.annotations.NullMarked;
