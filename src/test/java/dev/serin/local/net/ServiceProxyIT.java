package dev.serin.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Service without a selector, whose EndpointSlice is written by hand, in front of echo servers. */
@EnableKubernetesMockClient(crud = true)
class ServiceProxyIT {
    private static final int PORT = 7000;

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    private final Subnet subnet = Subnet.claim();
    private final List<EchoServer> servers = new ArrayList<>();
    private final InetSocketAddress service =
            new InetSocketAddress(subnet.services().get(), 80);

    @SuppressWarnings("NullAway.Init")
    private ServiceProxy proxy;

    @BeforeEach
    void start() throws IOException {
        servers.add(new EchoServer(new InetSocketAddress(subnet.pods().get(), PORT)));
        servers.add(new EchoServer(new InetSocketAddress(subnet.pods().get(), PORT)));
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("echo")
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP(service.getHostString())
                        .addNewPort()
                        .withName("tcp")
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        proxy = ServiceProxy.start(client);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        for (EchoServer server : servers) {
            server.close();
        }
        subnet.close();
    }

    @Test
    void refusesWithoutEndpoints() {
        assertThatThrownBy(() -> new Socket(service.getAddress(), service.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void connectionsTakeTurnsAndStayWhereTheyAre() throws IOException {
        client.resource(slice(0, 1)).create();
        List<Socket> sockets = connect(10);
        List<String> before = names(sockets);
        assertThat(before).containsOnly(servers.get(0).name(), servers.get(1).name());
        assertThat(before.stream().filter(servers.get(0).name()::equals)).hasSize(5);

        client.resource(slice(1)).update();
        await().untilAsserted(() ->
                assertThat(names(connect(4))).containsOnly(servers.get(1).name()));

        assertThat(names(sockets)).isEqualTo(before);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void listensNoLongerWhenTheLastEndpointGoes() throws IOException {
        client.resource(slice(0)).create();
        Socket open = connect(1).getFirst();
        client.resource(slice()).update();
        await().untilAsserted(this::refusesWithoutEndpoints);
        assertThat(EchoServer.ask(open)).isEqualTo(servers.get(0).name());
        open.close();
    }

    @Test
    void carriesMuchAndHalfClosedConnections() throws IOException {
        client.resource(slice(0)).create();
        byte[] data = new byte[8 << 20];
        new Random(1).nextBytes(data);
        try (Socket socket = connect(1).getFirst()) {
            assertThat(EchoServer.echo(socket, data)).isEqualTo(data);
        }
    }

    private List<Socket> connect(int count) {
        List<Socket> sockets = new ArrayList<>();
        await().ignoreExceptions().until(() -> {
            new Socket(service.getAddress(), service.getPort()).close();
            return true;
        });
        for (int i = 0; i < count; i++) {
            sockets.add(open());
        }
        return sockets;
    }

    private Socket open() {
        try {
            return new Socket(service.getAddress(), service.getPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(List<Socket> sockets) throws IOException {
        List<String> names = new ArrayList<>();
        for (Socket socket : sockets) {
            names.add(EchoServer.ask(socket));
        }
        return names;
    }

    private EndpointSlice slice(int... ready) {
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("by-hand")
                .addToLabels(ServiceProxy.SERVICE_NAME, "echo")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("tcp")
                .withPort(PORT)
                .endPort();
        for (int i : ready) {
            slice.addNewEndpoint()
                    .withAddresses(servers.get(i).address())
                    .withNewConditions()
                    .withReady(true)
                    .endConditions()
                    .endEndpoint();
        }
        return slice.build();
    }
}
