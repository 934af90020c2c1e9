package dev.serin.local.real;

import dev.serin.local.ControlPlane;
import dev.serin.local.Disturbances;
import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The control plane of a cluster that runs already, by {@code -Dkubeconfig=FILE}. Its API server and controllers are
 * used; pods run on the stand-in node, as everywhere. What only the owner of a control plane can do ends a test as
 * skipped: reading the audit log, and disturbing it. When closed, the cluster is as it was found; see {@link Tenancy}.
 */
public final class GivenPlane implements ControlPlane {
    private final Path folder;
    private final Kubeconfig given;
    private final @Nullable Crossing crossing;
    private final Tenancy tenancy;

    private GivenPlane(Path folder, Kubeconfig given) throws IOException {
        this.folder = folder;
        this.given = given;
        this.crossing = crossing(given.server());
        try (KubernetesClient client = newClient()) {
            String version = client.getKubernetesVersion().getGitVersion();
            tenancy = Tenancy.enter(client);
            given.write(kubeconfig());
            Files.writeString(folder.resolve(PastRun.VERSION), version);
        } catch (KubernetesClientException e) {
            leave();
            throw new IllegalStateException(
                    "-Dkubeconfig: the API server %s does not answer as it should: %s"
                            .formatted(given.url(), e.getMessage()),
                    e);
        } catch (IOException | RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** Enters a cluster; throws {@link IllegalStateException} when it isn't fit for it, with what is to be done. */
    public static GivenPlane enter(Path kubeconfig, Path folder) {
        PodNetwork.require();
        try {
            return new GivenPlane(folder.toAbsolutePath(), Kubeconfig.of(kubeconfig));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Crossing crossing(InetSocketAddress server) throws IOException {
        String socket = System.getenv(Crossing.SOCKET);
        return socket == null
                ? null
                : Crossing.open(
                        new InetSocketAddress(server.getHostString(), server.getPort()),
                        UnixDomainSocketAddress.of(socket));
    }

    @Override
    public KubernetesClient newClient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(given.config()).build())
                .build();
    }

    @Override
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    @Override
    public Path kubeconfigFor(String namespace, String serviceAccount) throws IOException {
        try (KubernetesClient client = newClient()) {
            Path file = Files.createTempFile(folder, "%s-%s-".formatted(namespace, serviceAccount), ".kubeconfig");
            return given.write(file, ServiceAccounts.token(client, namespace, serviceAccount), namespace);
        }
    }

    @Override
    public boolean hasControllers() {
        return true;
    }

    @Override
    public Set<String> foreignNamespaces() {
        return tenancy.namespaces();
    }

    @Override
    public boolean hasAudit() {
        return false;
    }

    @Override
    public List<AuditRecord> audit() {
        throw notOurs("its audit log cannot be read");
    }

    @Override
    public Disturbances disturb() {
        return new Disturbances() {
            @Override
            public void restartApiServer() {
                throw notOurs("its API server is not to be restarted");
            }

            @Override
            public Disturbance storeOutage() {
                throw notOurs("its store is not to be taken away");
            }

            @Override
            public Disturbance refuse(String user, String resource, String message) {
                return Refusal.of(GivenPlane.this, user, resource, message);
            }

            @Override
            public Disturbance listen(String user, WriteListener listener) {
                throw notOurs("its writes cannot be listened to");
            }

            @Override
            public Disturbance throttle(String user) {
                throw notOurs("how it shares its capacity is not to be changed");
            }
        };
    }

    @Override
    public void close() {
        try (KubernetesClient client = newClient()) {
            tenancy.leave(client);
        } finally {
            leave();
        }
    }

    private void leave() {
        try {
            if (crossing != null) {
                crossing.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestAbortedException notOurs(String what) {
        return new TestAbortedException("The cluster of -Dkubeconfig is not this run's own: " + what);
    }
}
