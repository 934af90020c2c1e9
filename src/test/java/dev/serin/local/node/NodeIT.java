package dev.serin.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.controllers.Controllers;
import dev.serin.local.net.ServiceProxy;
import dev.serin.local.net.Subnet;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.samples.ReporterServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Deployment's pods on the bare mock API, whose deletions are not graceful. */
@EnableKubernetesMockClient(crud = true)
class NodeIT {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    Subnet subnet;
    Node node;
    Controllers controllers;
    ServiceProxy proxy;

    @BeforeEach
    void start() {
        subnet = Subnet.claim();
        ImageRegistry images = new ImageRegistry().register("reporter", Image.java(ReporterServer.class));
        controllers = Controllers.start(client);
        node = Node.start(client, NodeOptions.of(folder, subnet.pods(), images).initialBackOff(Duration.ofSeconds(1)));
        proxy = ServiceProxy.start(client);
    }

    @AfterEach
    void stop() {
        node.close();
        proxy.close();
        controllers.close();
        subnet.close();
    }

    @Test
    void aDeploymentComesUpAndAnswersThroughItsService() throws Exception {
        String ip = subnet.services().get();
        client.load(getClass().getResourceAsStream("/local/reporter.yaml"))
                .inNamespace("default")
                .create();
        client.services().inNamespace("default").withName("reporter").edit(s -> {
            s.getSpec().setClusterIP(ip);
            return s;
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> available() == 2);

        List<Call> calls = ReporterClient.run(
                Load.on(new InetSocketAddress(ip, 9090)).connections(4).calls(200));

        assertThat(calls).hasSize(200).noneMatch(Call::failed);
        assertThat(calls.stream().map(call -> call.answer().orElseThrow().pod()).distinct())
                .hasSize(2);
    }

    private int available() {
        Deployment d = client.apps()
                .deployments()
                .inNamespace("default")
                .withName("reporter")
                .get();
        return d.getStatus() == null || d.getStatus().getAvailableReplicas() == null
                ? 0
                : d.getStatus().getAvailableReplicas();
    }
}
