/**
 * Tells Kubernetes whether the operator is well.
 *
 * <p>Enters: two questions to ask the parts. Leaves: answers over HTTP. Must not know the parts.
 */
@NullMarked
package dev.serin.health;

import org.jspecify.annotations.NullMarked;
