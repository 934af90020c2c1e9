/**
 * The operator's image: what goes into it beside the jars, which Jib packs.
 *
 * <p>Enters: the JDK that builds, the jars, a training run. Leaves: {@code target/image/root}, which becomes the
 * image's root folder. Must not know how images are packed or pulled.
 */
@NullMarked
package dev.serin.image;

import org.jspecify.annotations.NullMarked;
