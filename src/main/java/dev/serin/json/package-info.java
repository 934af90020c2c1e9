/**
 * Makes objects of the API server's JSON, and JSON of objects, in no longer than their classes take.
 *
 * <p>Enters: classes of objects. Leaves: the serialization that the clients read and write by. Must not know what the
 * objects are for.
 */
@NullMarked
package dev.serin.json;

import org.jspecify.annotations.NullMarked;
