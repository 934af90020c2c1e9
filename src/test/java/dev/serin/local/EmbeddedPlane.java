package dev.serin.local;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.api.EmbeddedApi;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The embedded API server, which has no controllers of its own. */
public final class EmbeddedPlane implements ControlPlane {
    private final EmbeddedApi api;
    private final Path kubeconfig;

    /** Starts one that keeps its kubeconfig in a folder; {@code clusterIps} gives each new Service its address. */
    public EmbeddedPlane(Path folder, Supplier<String> clusterIps) {
        try {
            api = EmbeddedApi.start(clusterIps);
            kubeconfig = api.kubeconfig(folder.resolve("kubeconfig"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public KubernetesClient newClient() {
        return api.client();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** It may do anything: this API server knows users, but no permissions. */
    @Override
    public Path kubeconfigFor(String namespace, String serviceAccount) throws IOException {
        String user = "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
        return api.kubeconfig(kubeconfig.resolveSibling("%s-%s.kubeconfig".formatted(namespace, serviceAccount)), user);
    }

    @Override
    public boolean hasControllers() {
        return false;
    }

    @Override
    public List<AuditRecord> audit() {
        return api.audit();
    }

    @Override
    public Disturbances disturb() {
        return api;
    }

    @Override
    public void close() {
        api.close();
    }
}
