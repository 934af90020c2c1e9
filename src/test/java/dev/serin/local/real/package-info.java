/**
 * Kubernetes' own control plane without containers: etcd, kube-apiserver and kube-controller-manager as processes of the
 * test run, inside a network namespace that the run made for itself.
 *
 * <p>Enters: binaries (a folder, or built once from the published Go modules) and extra flags. Leaves: an API server with
 * kubeconfigs, tokens and an audit log. Must not know pods' processes, Services or the operator.
 */
@NullMarked
package dev.serin.local.real;

import org.jspecify.annotations.NullMarked;
