package dev.serin.bench.world;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.bench.envoy.EnvoyRun;
import dev.serin.bench.envoy.Lab;
import dev.serin.local.api.AuditRecord;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.net.AddressPool;
import dev.serin.trust.ProxyFiles;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The embedded API server and the operator, with no controllers and no node: what they would write is a fixture, so that
 * a thousand releases cost little but what they cost the operator.
 */
public final class World implements AutoCloseable {
    private static final String USER = "system:serviceaccount:serin-system:serin-operator";
    /** The weight that a release has at first. */
    public static final int FIRST_WEIGHT = 10;

    private final Lab lab;
    private final Path folder;
    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final Patches patches;
    private final OperatorProcess operator;
    private final Confirmations confirmations;
    private final StatusPorts statusPorts = new StatusPorts();
    private final List<SimulatedProxy> simulated = new ArrayList<>();

    /** Starts both, on addresses of the lab's. */
    public World(Lab lab, Path folder) throws IOException, InterruptedException {
        this.lab = lab;
        this.folder = Files.createDirectories(folder);
        // Nobody dials the Services.
        api = EmbeddedApi.start(AddressPool.of("10.96.0.0/12"));
        client = api.client();
        patches = new Patches(api);
        for (String file : List.of("crd.yaml", "namespace.yaml")) {
            try (var in = Files.newInputStream(Path.of("deploy", file))) {
                List<HasMetadata> objects = client.load(in).items();
                objects.forEach(object -> client.resource(object).serverSideApply());
            }
        }
        confirmations = new Confirmations(client);
        operator = new OperatorProcess(
                lab.processes(), folder, api.kubeconfig(folder.resolve("kubeconfig"), USER), lab.address());
    }

    public OperatorProcess operator() {
        return operator;
    }

    public Confirmations confirmations() {
        return confirmations;
    }

    /** Makes a release with real proxies, as many as are wanted but at most four, and simulated ones for the rest. */
    public List<EnvoyRun> release(String name, int proxies, int real) throws Exception {
        Map<String, String> pods = new LinkedHashMap<>();
        for (int i = 0; i < proxies; i++) {
            pods.put(name + "-proxy-" + i, lab.address());
        }
        CompletableFuture<Long> confirmed = confirmations.of(name, FIRST_WEIGHT);
        Fixtures.release(
                client,
                name,
                FIRST_WEIGHT,
                pods,
                lab.stable().getFirst(),
                lab.canary().getFirst());
        var key = new ReleaseKey("default", name);
        awaitXds();
        List<EnvoyRun> envoys = new ArrayList<>();
        for (var pod : pods.entrySet()) {
            if (envoys.size() < real) {
                envoys.add(envoy(key, pod.getKey(), pod.getValue()));
            } else {
                simulate(key, pod.getKey(), pod.getValue());
            }
        }
        confirmed.get(60, TimeUnit.SECONDS);
        return envoys;
    }

    /** Makes so many releases with one simulated proxy each, several at a time. */
    public void releases(String prefix, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = prefix + i;
                made.add(threads.submit(() -> release(name, 1, 0)));
            }
            for (Future<?> each : made) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a release was not made", e);
        }
    }

    private void simulate(ReleaseKey key, String pod, String address) throws InterruptedException {
        statusPorts.open(address);
        var proxy = new SimulatedProxy(operator.address(), key, pod, address, Mounted.in(client, key.name(), pod));
        synchronized (simulated) {
            simulated.add(proxy);
        }
    }

    private void awaitXds() {
        await("the operator serves xDS")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!operator.isAlive()) {
                        throw new IllegalStateException("the operator has ended; see operator.log");
                    }
                    return Ports.isOpen(operator.address(), OperatorProcess.XDS_PORT);
                });
    }

    /** Sets a release's weight; returns when the API server accepted it, by {@link System#nanoTime}. */
    public long weight(String name, int weight) throws IOException, InterruptedException {
        return merge(name, "{\"spec\":{\"strategy\":{\"weight\":%d}}}".formatted(weight));
    }

    /** Merges into a release; returns when the API server accepted it, by {@link System#nanoTime}. */
    public long merge(String name, String json) throws IOException, InterruptedException {
        return patches.merge(name, json);
    }

    /** Adds proxies to a release that has some; they serve before they are known to be ready. */
    public List<EnvoyRun> moreProxies(String name, int had, int more) throws IOException {
        Map<String, String> pods = new LinkedHashMap<>();
        List<EnvoyRun> envoys = new ArrayList<>();
        for (int i = had; i < had + more; i++) {
            String pod = name + "-proxy-" + i;
            pods.put(pod, lab.address());
            Fixtures.proxy(client, name, pod, pods.get(pod));
            envoys.add(envoy(new ReleaseKey("default", name), pod, pods.get(pod)));
        }
        envoys.forEach(envoy -> envoy.awaitReady(ProxyPorts.STATUS));
        pods.forEach((pod, address) -> Fixtures.ready(client, name, pod, address));
        return envoys;
    }

    private EnvoyRun envoy(ReleaseKey release, String pod, String address) throws IOException {
        Mounted mounted = Mounted.in(client, release.name(), pod);
        String bootstrap = ProxyFiles.write(folder.resolve(pod), mounted.authorities(), mounted.token())
                .bootstrap(operator.address(), OperatorProcess.XDS_PORT, OperatorProcess.XDS_NAME);
        return lab.proxy(release, pod, address, bootstrap, 1);
    }

    /** How a release's connections were moved last. */
    public RebalanceStatus rebalance(String name) {
        return Optional.ofNullable(client.resources(CanaryRelease.class)
                        .inNamespace("default")
                        .withName(name)
                        .require()
                        .getStatus())
                .map(CanaryReleaseStatus::rebalance)
                .orElse(RebalanceStatus.NONE);
    }

    /** The operator's writes so far, as the API server counts them; the lease of its leadership is left out. */
    public List<AuditRecord> writes() {
        return api.audit().stream()
                .filter(record -> record.user().equals(USER)
                        && record.isWrite()
                        && !record.resource().equals("leases"))
                .toList();
    }

    @Override
    public void close() {
        confirmations.close();
        simulated.forEach(SimulatedProxy::close);
        statusPorts.close();
        client.close();
        api.close();
    }
}
