/**
 * What Prometheus may ask: metrics of the releases and of the operator itself, under {@code /metrics}.
 *
 * <p>Enters: the releases as last seen, what was measured and counted, and statuses as they change. Leaves: metrics in
 * Prometheus' text format, put together when they are asked for. Must not decide or change anything.
 */
@NullMarked
package dev.serin.metrics;

import org.jspecify.annotations.NullMarked;
