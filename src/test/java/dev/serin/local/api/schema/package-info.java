/**
 * A custom resource's structural schema put to work: pruning, defaults, validation and CEL rules, worded as the real API
 * server words them.
 *
 * <p>Enters: a schema and an object. Leaves: the object pruned and filled in, and the faults found. Must not know HTTP.
 */
@NullMarked
package dev.serin.local.api.schema;

import org.jspecify.annotations.NullMarked;
