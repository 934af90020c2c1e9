package dev.serin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.net.Subnet;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Deployment of real gRPC servers, through its life. */
class DeploymentIT {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

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
    void answersOnEveryPodThroughItsService() throws Exception {
        List<Call> calls = ReporterClient.run(Load.on(address()).connections(4).calls(200));
        assertThat(calls).hasSize(200).noneMatch(Call::failed);
        assertThat(calls.stream().map(call -> call.answer().orElseThrow().pod()).collect(Collectors.toSet()))
                .isEqualTo(podNames());
    }

    @Test
    void aRollingUpdateUnderLoadLosesNoCall() {
        try (ReporterClient load = ReporterClient.start(Load.on(address()).connections(4))) {
            await().until(() -> load.count() > 100);
            setVersion("v2");
            Waits.rolledOut(client, "reporter");
            int rolled = load.count();
            await().until(() -> load.count() > rolled + 100
                    && load.since(load.count() - 50).stream()
                            .allMatch(call -> call.version().equals("v2")));
            load.stop();
            assertThat(load.calls()).noneMatch(Call::failed);
        }
        assertThat(sets()).hasSize(2).anyMatch(set -> set.getSpec().getReplicas() == 0);
        assertThat(deployment().getMetadata().getAnnotations()).containsEntry("deployment.kubernetes.io/revision", "2");
    }

    /** The endpoint goes at once, the pod only after its preStop second: connections move away by GOAWAY. */
    @Test
    void aPodDeletedUnderLoadIsDrainedFirst() {
        try (ReporterClient load = ReporterClient.start(Load.on(address()).connections(8))) {
            await().until(() -> load.count() > 100);
            String victim = podNames().iterator().next();
            ProcessHandle process =
                    cluster.node().process("default", victim, "reporter").orElseThrow();
            client.pods().inNamespace("default").withName(victim).delete();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> endpoint(victim)
                            .filter(e -> e.getConditions().getTerminating()
                                    && !e.getConditions().getReady())
                            .isPresent());
            assertThat(process.isAlive()).as("endpoint first, process later").isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() && available() == 2);
            await().until(() -> endpoint(victim).isEmpty());
            load.stop();
            assertThat(load.calls()).noneMatch(Call::failed);
            assertThat(load.since(load.count() - 50))
                    .noneMatch(call -> call.answer().orElseThrow().pod().equals(victim));
        }
    }

    @Test
    void whilePausedATemplateIsHeldBackButPodsAreReplacedAndScaled() throws Exception {
        edit(d -> d.getSpec().setPaused(true));
        setVersion("v2");
        Set<String> before = podNames();

        String victim = before.iterator().next();
        client.pods().inNamespace("default").withName(victim).delete();
        edit(d -> d.getSpec().setReplicas(3));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> available() == 3 && !podNames().contains(victim));

        assertThat(sets()).hasSize(1);
        assertThat(ReporterClient.run(Load.on(address()).connections(6).calls(100)))
                .allMatch(call -> call.version().equals("v1"));

        edit(d -> d.getSpec().setPaused(false));
        Waits.rolledOut(client, "reporter");
        assertThat(ReporterClient.run(Load.on(address()).connections(6).calls(100)))
                .allMatch(call -> call.version().equals("v2"));
    }

    @Test
    void recreateNeverRunsTwoVersionsAtOnce() {
        edit(d -> {
            d.getSpec().getStrategy().setType("Recreate");
            d.getSpec().getStrategy().setRollingUpdate(null);
        });
        Set<String> old = podNames();
        setVersion("v2");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    Set<String> names = cluster.pods("default", "app=reporter").stream()
                            .filter(pod -> pod.getStatus() == null
                                    || !ENDED.contains(
                                            String.valueOf(pod.getStatus().getPhase())))
                            .map(pod -> pod.getMetadata().getName())
                            .collect(Collectors.toSet());
                    boolean both = names.stream().anyMatch(old::contains)
                            && names.stream().anyMatch(n -> !old.contains(n));
                    assertThat(both).as("old and new pods at once: %s", names).isFalse();
                    return names.stream().noneMatch(old::contains) && available() == 2;
                });
        assertThat(podNames()).hasSize(2).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aKilledContainerIsRestartedAndAfterwardsBacksOff() throws Exception {
        String pod = podNames().iterator().next();
        for (int restart = 1; restart <= 2; restart++) {
            int expected = restart;
            cluster.signal("default", pod, "KILL");
            Waits.pod(
                    client,
                    pod,
                    p -> status(p).getRestartCount() == expected && status(p).getReady());
            assertThat(status(pod(pod)).getLastState().getTerminated().getExitCode())
                    .isEqualTo(137);
        }
        cluster.signal("default", pod, "KILL");
        Waits.pod(
                client,
                pod,
                p -> status(p).getState().getWaiting() != null
                        && Objects.equals(status(p).getState().getWaiting().getReason(), "CrashLoopBackOff"));
        assertThat(cluster.logs("default", pod))
                .filteredOn(line -> line.contains("listens on"))
                .hasSize(3);
    }

    @Test
    void anUnknownImageLeavesTheOldPodsServing() throws Exception {
        edit(d -> d.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("nowhere/reporter:v9"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.pods("default", "app=reporter").stream()
                        .filter(pod -> pod.getStatus() != null
                                && !pod.getStatus().getContainerStatuses().isEmpty())
                        .map(DeploymentIT::status)
                        .anyMatch(status -> status.getState().getWaiting() != null
                                && status.getState().getWaiting().getReason().equals("ImagePullBackOff")));
        assertThat(available()).isGreaterThanOrEqualTo(1);
        assertThat(ReporterClient.run(Load.on(address()).calls(50))).noneMatch(Call::failed);
    }

    private void setVersion(String version) {
        edit(d -> d.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(env -> env.getName().equals("VERSION"))
                .forEach(env -> env.setValue(version)));
    }

    /** Tried again when the controller was faster. */
    private void edit(Consumer<Deployment> change) {
        await().ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> client.apps()
                                .deployments()
                                .inNamespace("default")
                                .withName("reporter")
                                .edit(d -> {
                                    change.accept(d);
                                    return d;
                                })
                        != null);
    }

    private Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace("default")
                .withName("reporter")
                .require();
    }

    private int available() {
        Integer available = deployment().getStatus().getAvailableReplicas();
        return available == null ? 0 : available;
    }

    private Optional<Endpoint> endpoint(String pod) {
        return client.discovery().v1().endpointSlices().inNamespace("default").list().getItems().stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .filter(endpoint -> endpoint.getTargetRef().getName().equals(pod))
                .findFirst();
    }

    private List<ReplicaSet> sets() {
        return client.apps().replicaSets().inNamespace("default").list().getItems();
    }

    private Set<String> podNames() {
        return cluster.pods("default", "app=reporter").stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    private Pod pod(String name) {
        return client.pods().inNamespace("default").withName(name).require();
    }

    private static ContainerStatus status(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }

    private InetSocketAddress address() {
        return cluster.address("default", "reporter", 9090);
    }
}
