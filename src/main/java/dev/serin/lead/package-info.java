/**
 * What only the leader does: it opens the xDS port once every release has its configuration, and points the xDS
 * Service to itself, so that proxies follow the leader and a deposed one has nobody to push to.
 *
 * <p>Enters: leadership and the releases gone through. Leaves: an open port and an EndpointSlice. Must not know what
 * is published.
 */
@NullMarked
package dev.serin.lead;

import org.jspecify.annotations.NullMarked;
