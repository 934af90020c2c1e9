/**
 * Writes what is generated from the sources: the CustomResourceDefinition, its copies, the references of its
 * fields, of the metrics and of the chart's values, and {@code deploy/}.
 *
 * <p>Enters: the API's types. Leaves: files below {@code crds}, {@code deploy}, {@code helm} and {@code docs}. Must not
 * know how a release is run.
 */
@NullMarked
package dev.serin.generate;

import org.jspecify.annotations.NullMarked;
