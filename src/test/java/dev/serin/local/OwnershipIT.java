package dev.serin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.net.Subnet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes with its owner, what is put back, and that nothing happens when nothing changes. */
class OwnershipIT {
    private final Subnet subnet = Subnet.claim();
    private final LocalCluster cluster = TestClusters.start(subnet);
    private final KubernetesClient client = cluster.client();

    @BeforeEach
    void deploy() throws IOException {
        TestClusters.deployReporter(cluster);
        Waits.rolledOut(client, "reporter");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aDeploymentTakesItsReplicaSetsPodsAndProcessesWithIt() {
        List<ProcessHandle> processes = cluster.pods("default", "app=reporter").stream()
                .map(pod -> cluster.node()
                        .process("default", pod.getMetadata().getName(), "reporter")
                        .orElseThrow())
                .toList();
        client.apps().deployments().inNamespace("default").withName("reporter").delete();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(client.apps().replicaSets().inNamespace("default").list().getItems())
                    .isEmpty();
            assertThat(cluster.pods("default", "app=reporter")).isEmpty();
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.getEndpoints()).isNullOrEmpty());
    }

    private static int endpoints(EndpointSlice slice) {
        return slice.getEndpoints() == null ? 0 : slice.getEndpoints().size();
    }

    @Test
    void anEndpointSliceIsPutBackAndGoesWithItsService() {
        EndpointSlice before = slices().getFirst();
        client.resource(before).delete();
        await().until(() -> slices().size() == 1 && endpoints(slices().getFirst()) == 2);
        client.services().inNamespace("default").withName("reporter").delete();
        await().until(() -> slices().isEmpty());
    }

    @Test
    void closingLeavesNoProcess() {
        List<ProcessHandle> processes = cluster.pods("default", "app=reporter").stream()
                .map(Pod::getMetadata)
                .map(meta -> cluster.node()
                        .process("default", meta.getName(), "reporter")
                        .orElseThrow())
                .toList();
        cluster.close();
        assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void nothingIsWrittenWhenNothingChanges() {
        String before = versions();
        await().pollDelay(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(6))
                .until(() -> versions().equals(before));
    }

    /** Of every object there is: any write would change one. */
    private String versions() {
        StringBuilder all = new StringBuilder();
        client.pods()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(o -> all.append(o.getMetadata().getResourceVersion()).append(' '));
        client.apps()
                .deployments()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(o -> all.append(o.getMetadata().getResourceVersion()).append(' '));
        client.apps()
                .replicaSets()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(o -> all.append(o.getMetadata().getResourceVersion()).append(' '));
        slices().forEach(o -> all.append(o.getMetadata().getResourceVersion()).append(' '));
        client.nodes()
                .list()
                .getItems()
                .forEach(o -> all.append(o.getMetadata().getResourceVersion()).append(' '));
        return all.toString();
    }

    private List<EndpointSlice> slices() {
        return client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace("default")
                .list()
                .getItems();
    }
}
