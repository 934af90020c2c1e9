/**
 * A Kubernetes cluster inside this JVM, for the demo, the scenarios and the benchmark: {@link dev.serin.local.LocalCluster}
 * puts an API server, controllers, a node and Services together. Enters: manifests and images. Leaves: a client, addresses,
 * logs. Must not know what is tested with it.
 */
@NullMarked
package dev.serin.local;

import org.jspecify.annotations.NullMarked;
