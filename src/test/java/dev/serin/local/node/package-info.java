/**
 * The stand-in for a node with its kubelet, runtime and scheduler: runs pods as local processes, each pod on a loopback
 * address of its own. Enters: pods, ConfigMaps, Secrets and service accounts' tokens from an API server, and an image
 * map. Leaves: processes, log files and pod statuses. Must not know Services, controllers, Envoy or the operator.
 *
 * <p>Processes share the host's network and file system, where containers would not. So what a container's
 * configuration says is rewritten to give it the same view: {@link dev.serin.local.node.Rewriter} turns
 * {@code 127.0.0.1} and {@code 0.0.0.0} into the pod's address, mount paths into folders below the pod's own, and
 * Service names into addresses, in arguments, environment, hooks, probes and mounted files.
 */
@NullMarked
package dev.serin.local.node;

import org.jspecify.annotations.NullMarked;
