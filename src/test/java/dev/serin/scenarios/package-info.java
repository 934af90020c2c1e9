/**
 * Whole releases, end to end: a cluster, the operator as its own process, real Envoys, real gRPC.
 *
 * <p>Enters: what a user applies. Leaves: what clients and users see. Must not know how the cluster is made.
 */
@NullMarked
package dev.serin.scenarios;

import org.jspecify.annotations.NullMarked;
