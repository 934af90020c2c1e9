/**
 * The resource that users write: {@code CanaryRelease}, its spec, its status, and the defaults of both.
 *
 * <p>Enters: JSON as the API server holds it. Leaves: immutable values in which every default is filled in, also when
 * the API server did not. Must not know: how any of it is carried out.
 */
@NullMarked
package dev.serin.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
