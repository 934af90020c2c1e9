package dev.serin.local;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * fabric8's mock server with graceful deletion of pods: enough for the node, the controllers and the Services
 * themselves. It knows no server-side apply.
 */
final class MockPlane implements ControlPlane {
    // Held, so that its level is kept: every request would be logged.
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new GracefulDispatcher(), false);

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
