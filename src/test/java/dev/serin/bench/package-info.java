/**
 * The benchmark: Serin's proxy and operator beside a raw Envoy with the same clusters and weights written by hand.
 *
 * <p>Enters: how thorough to be. Leaves: figures with their spread, as JSON, Markdown and one picture per question. Every
 * figure is measured in the same run as the one that it is compared with, turn by turn.
 */
@NullMarked
package dev.serin.bench;

import org.jspecify.annotations.NullMarked;
