/**
 * The Kubernetes objects that the operator makes for a release.
 *
 * <p>Enters: a {@link dev.serin.resources.ReleaseContext}. Leaves: complete objects to apply. Pure; must not know
 * clients, the plan or what is published over xDS.
 */
@NullMarked
package dev.serin.resources;

import org.jspecify.annotations.NullMarked;
