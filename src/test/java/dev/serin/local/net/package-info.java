/**
 * Services of the local cluster: a stable loopback address for each, where TCP connections are passed on to an endpoint
 * that is chosen when the connection opens. Enters: Services and EndpointSlices. Leaves: listeners, and the addresses
 * that the cluster hands out. Must not know pods, processes or what flows through a connection.
 */
@NullMarked
package dev.serin.local.net;

import org.jspecify.annotations.NullMarked;
