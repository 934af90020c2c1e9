package dev.serin.local.real;

import java.nio.file.Path;
import java.util.List;

/** How the three programs are started: as {@code kubeadm} does it where that matters, on free ports. */
final class Flags {
    private Flags() {}

    /** Data is not forced to the disk, which survives a killed process, but not a killed machine. */
    static List<String> etcd(Path data, String clientUrl, String peerUrl) {
        return List.of(
                "--data-dir=" + data,
                "--unsafe-no-fsync",
                "--listen-client-urls=" + clientUrl,
                "--advertise-client-urls=" + clientUrl,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--log-level=warn");
    }

    static List<String> apiServer(
            String etcdUrl, int port, String services, Credentials credentials, Path auditPolicy, Path auditLog) {
        return List.of(
                "--etcd-servers=" + etcdUrl,
                "--bind-address=" + PodNetwork.HOST,
                "--secure-port=" + port,
                "--cert-dir=" + credentials.folder(),
                "--token-auth-file=" + credentials.tokens(),
                "--authorization-mode=Node,RBAC",
                // The second is not a default of Kubernetes', but of OpenShift's: an owner that blocks deletion needs a
                // right.
                "--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement",
                "--allow-privileged=true",
                "--service-cluster-ip-range=" + services,
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + credentials.signingKey(),
                "--service-account-signing-key-file=" + credentials.signingKey(),
                "--audit-policy-file=" + auditPolicy,
                "--audit-log-path=" + auditLog,
                // Else watches hold an API server that is stopped for as long as it is let.
                "--shutdown-watch-termination-grace-period=1s",
                // In MiB: more than a run writes, as a rotated log would be missed.
                "--audit-log-maxsize=4096");
    }

    static List<String> controllerManager(Path kubeconfig, Credentials credentials) {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + credentials.signingKey(),
                "--root-ca-file=" + credentials.certificate(),
                "--leader-elect=false",
                // A fight over the number of pods would show in seconds, not in quarters of a minute.
                "--horizontal-pod-autoscaler-sync-period=1s",
                // Each controller asks for a token of its own at the start: at the usual 20 a second it takes 5 s.
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--secure-port=0");
    }
}
