/**
 * What the operator is granted, against what it used in a whole run of the scenarios on the real control plane. Reads
 * {@code deploy/} and the API servers' audit logs below {@code target/scenarios}; knows nothing of the scenarios.
 */
@NullMarked
package dev.serin.permissions;

import org.jspecify.annotations.NullMarked;
