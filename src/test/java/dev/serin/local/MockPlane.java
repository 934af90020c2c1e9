package dev.serin.local;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * fabric8's bare mock server: enough for the node, the controllers and the Services themselves. It knows neither
 * server-side apply nor graceful deletion, which a finalizer on the pods stands in for.
 */
final class MockPlane implements ControlPlane {
    // Held, so that its level is kept: every request would be logged.
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(List.of()), false);

    MockPlane() {
        REQUESTS.setLevel(Level.WARNING);
        server.init();
    }

    @Override
    public KubernetesClient newClient() {
        return server.createClient();
    }

    @Override
    public Path kubeconfig() {
        return Path.of("none");
    }

    @Override
    public boolean hasControllers() {
        return false;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
