package dev.serin.crash;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.local.controllers.Controllers;
import dev.serin.local.net.Subnet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API server with its controllers, a node whose pods are on paper, and an operator that is followed by another one when
 * it was killed. Time passes in steps, after each of which everybody has their turn.
 */
final class SteppedWorld implements AutoCloseable {
    static final String NAMESPACE = "default";
    private static final Duration STEP = Duration.ofSeconds(5);
    /** As long as a lease. */
    private static final Duration WITHOUT_OPERATOR = Duration.ofSeconds(10);
    /** Whoever has something to do has begun within this time. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SteppedClock clock = new SteppedClock();
    private final Subnet subnet = Subnet.claim();
    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final Controllers controllers;
    private final PaperNode node;
    private Crashes crashes = Crashes.none("");
    private PaperProxies proxies = new PaperProxies("", () -> CanaryReleaseStatus.EMPTY);
    private int operators;

    @Nullable
    private SteppedOperator operator;

    @Nullable
    private Disturbance listening;

    SteppedWorld() throws IOException, InterruptedException {
        api = EmbeddedApi.start(subnet.services(), clock);
        client = api.client();
        try (var in = Files.newInputStream(Path.of("deploy/crd.yaml"))) {
            client.load(in).items().forEach(object -> client.resource(object).serverSideApply());
        }
        controllers = Controllers.start(client);
        node = new PaperNode(client, subnet);
    }

    KubernetesClient client() {
        return client;
    }

    PaperProxies proxies() {
        return proxies;
    }

    String proxiesAddress() {
        return node.proxiesAddress();
    }

    boolean hasBad(String app) {
        return node.hasBad(app);
    }

    /** The next story, of a release of that name; the operator is killed where it says. */
    void begin(String release, Crashes next) {
        crashes = next;
        proxies = new PaperProxies(release, () -> status(release).orElse(CanaryReleaseStatus.EMPTY));
        if (listening == null) {
            follow();
        } else {
            listen();
        }
    }

    /** Kills the operator, as if its process was. */
    void kill() {
        Optional.ofNullable(operator).ifPresent(SteppedOperator::die);
    }

    /** Some seconds pass: operator, controllers and node have their turn, until nobody writes any more. */
    void step() {
        SteppedOperator present = operator;
        if (present == null || present.isDead()) {
            clock.step(WITHOUT_OPERATOR);
            follow();
        } else {
            clock.step(STEP);
            present.wake();
        }
        rest();
    }

    private void rest() {
        rest(api, MOMENT);
    }

    /** Returns when nobody has written for a moment. */
    static void rest(EmbeddedApi api, Duration moment) {
        long[] seen = {-1};
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(moment).until(() -> {
            long before = seen[0];
            seen[0] = api.version();
            return before == seen[0];
        });
    }

    private void follow() {
        Optional.ofNullable(operator).ifPresent(SteppedOperator::close);
        operators++;
        listen();
        operator = new SteppedOperator(api.client(user()), lives -> new PaperFleet(this::proxies, node, lives), clock);
    }

    private void listen() {
        Optional.ofNullable(listening).ifPresent(Disturbance::close);
        listening = api.listen(user(), crashes);
    }

    private String user() {
        return "system:serviceaccount:serin-system:operator-" + operators;
    }

    Optional<CanaryReleaseStatus> status(String release) {
        return Optional.ofNullable(release(release).get())
                .map(found -> Optional.ofNullable(found.getStatus()).orElse(CanaryReleaseStatus.EMPTY));
    }

    Resource<CanaryRelease> release(String name) {
        return client.resources(CanaryRelease.class).inNamespace(NAMESPACE).withName(name);
    }

    /** As kubectl does. */
    void apply(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(this::apply);
    }

    private void apply(HasMetadata object) {
        client.resource(object)
                .inNamespace(NAMESPACE)
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        Optional.ofNullable(operator).ifPresent(SteppedOperator::close);
        node.close();
        controllers.close();
        client.close();
        api.close();
        subnet.close();
    }
}
