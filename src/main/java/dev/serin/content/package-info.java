/**
 * Knows what the ConfigMaps and Secrets contain that a pod template names: short hashes of them, and copies that stay as
 * they were.
 *
 * <p>Enters: pod templates, and objects that are asked for by their names. Leaves: hashes, templates that name copies, and
 * the copies. Must not decide what to do about a change; what a Secret contains must go nowhere but into its copy.
 */
@NullMarked
package dev.serin.content;

import org.jspecify.annotations.NullMarked;
