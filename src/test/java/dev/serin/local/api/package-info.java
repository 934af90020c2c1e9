/**
 * The embedded Kubernetes API server: a small stand-in that is true to the real one in all that the operator, its tests
 * and kubectl rely on. It runs no controllers.
 *
 * <p>fabric8's mock server is not its base: that one cannot stream a watch over plain HTTP, as kubectl needs, and its
 * versions, deletions and patches would all have had to be replaced.
 *
 * <p>Enters: HTTP as kubectl and fabric8's client speak it. Leaves: the same as a real API server would answer, and an
 * audit of every request. Must not know what is stored in it.
 */
@NullMarked
package dev.serin.local.api;

import org.jspecify.annotations.NullMarked;
