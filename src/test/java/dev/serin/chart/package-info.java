/**
 * The Helm chart: what is made from it, and that it does what it says.
 *
 * <p>Enters: {@code helm/serin}, rendered by the real Helm. Leaves: {@code deploy/}, the chart's own copies of what is made
 * elsewhere, and the table of its values. Must not know how a release is run.
 */
@NullMarked
package dev.serin.chart;

import org.jspecify.annotations.NullMarked;
