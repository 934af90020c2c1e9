package dev.serin.local.real;

import static org.awaitility.Awaitility.await;

import dev.serin.local.Disturbances.Disturbance;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A priority level without seats, for one user. It still lets a request in while no other is executed; so another user
 * of the level has one that lasts, since an admission webhook leaves it without an answer: for ten seconds, the API
 * server's limit for a webhook's TLS handshake, after which there is room again.
 */
final class Throttle implements Disturbance {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String HOLDER = "seat-holder";
    private static final String OBJECTS = """
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata: {name: throttle}
            spec:
              type: Limited
              limited:
                {nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}
            ---
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: FlowSchema
            metadata: {name: throttle}
            spec:
              matchingPrecedence: 2
              priorityLevelConfiguration: {name: throttle}
              rules:
                - subjects: [{kind: User, user: {name: "USER"}}, {kind: User, user: {name: seat-holder}}]
                  resourceRules:
                    - {verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: seat-holder}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: seat-holder}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: seat-holder}
            webhooks:
              - name: seat-holder.serin.dev
                admissionReviewVersions: [v1]
                sideEffects: None
                timeoutSeconds: 30
                clientConfig: {url: "https://HOST:PORT/"}
                objectSelector: {matchLabels: {holds: seat}}
                rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
            """;

    private final RealControlPlane plane;
    private final ServerSocket silent;
    private final String yaml;

    private Throttle(RealControlPlane plane, String user) throws IOException {
        this.plane = plane;
        // Connections wait in its backlog, and nobody takes them.
        silent = new ServerSocket(0, 50, InetAddress.getByName(PodNetwork.HOST));
        yaml = OBJECTS.replace("USER", user)
                .replace("HOST", PodNetwork.HOST)
                .replace("PORT", String.valueOf(silent.getLocalPort()));
    }

    static Throttle of(RealControlPlane plane, String user) {
        try {
            var throttle = new Throttle(plane, user);
            throttle.begin();
            return throttle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() {
        try (KubernetesClient client = plane.newClient()) {
            objects(client).forEach(object -> client.resource(object).create());
        }
        Thread.ofVirtual().name(HOLDER).start(this::holdSeat);
        try (KubernetesClient holder = holder()) {
            await("the level is full").atMost(LIMIT).until(() -> isRejected(holder));
        }
    }

    /** Ends when the socket is closed, or the webhook's time is over. */
    private void holdSeat() {
        try (KubernetesClient holder = holder()) {
            holder.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName(HOLDER)
                            .addToLabels("holds", "seat")
                            .endMetadata()
                            .build())
                    .dryRun()
                    .create();
        } catch (KubernetesClientException asIsMeant) {
            // The webhook did not answer.
        }
    }

    private static boolean isRejected(KubernetesClient holder) {
        try {
            holder.configMaps().inNamespace("default").withName("none").get();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == 429;
        }
    }

    private KubernetesClient holder() {
        try (KubernetesClient admin = plane.newClient()) {
            Config config = new ConfigBuilder(admin.getConfiguration())
                    .withImpersonateUsername(HOLDER)
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout((int) Duration.ofSeconds(40).toMillis())
                    .build();
            return new KubernetesClientBuilder().withConfig(config).build();
        }
    }

    @Override
    public void close() {
        try (KubernetesClient client = plane.newClient()) {
            objects(client).forEach(object -> client.resource(object).delete());
            silent.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<HasMetadata> objects(KubernetesClient client) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
