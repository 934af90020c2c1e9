package dev.serin.local.real;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The use of a cluster that was there before: what it must be like, what was found, and how it is left as it was found.
 * Nobody else may use it meanwhile, since what is new at the end is taken for the run's own.
 *
 * @param namespaces that were found, but {@code default}
 * @param found the uids of what namespace {@code default} had
 */
record Tenancy(Set<String> namespaces, Set<String> found) {
    private static final String NAMESPACE = "default";
    private static final String NODE = "local";
    private static final String CRD = "canaryreleases.serin.dev";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What scenarios make in namespace {@code default}, owners before what they own. */
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            Deployment.class,
            ReplicaSet.class,
            Pod.class,
            Service.class,
            ConfigMap.class,
            Secret.class,
            RoleBinding.class,
            Role.class,
            ServiceAccount.class,
            Event.class);

    /** Throws {@link IllegalStateException} when the cluster isn't fit, with what is to be done. */
    static Tenancy enter(KubernetesClient client) {
        require(
                client.apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .withName(CRD)
                                .get()
                        == null,
                "Serin is installed there already, or a run before was killed; remove it: kubectl delete -k deploy");
        List<String> own = Stream.of(Deployment.class, Pod.class, Service.class)
                .flatMap(kind -> client.resources(kind).inNamespace(NAMESPACE).list().getItems().stream())
                .filter(object -> !object.getMetadata().getName().equals("kubernetes"))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
        require(own.isEmpty(), "the scenarios need namespace default for themselves, and it has " + own);
        List<String> nodes = client.nodes().list().getItems().stream()
                .filter(Tenancy::takesPods)
                .map(node -> node.getMetadata().getName())
                .toList();
        require(
                nodes.isEmpty(),
                "pods run as local processes, on a node that joins for the time of the run, and other nodes would take"
                        + " them: kubectl cordon " + String.join(" ", nodes));
        Set<String> namespaces = new HashSet<>();
        client.namespaces()
                .list()
                .getItems()
                .forEach(namespace -> namespaces.add(namespace.getMetadata().getName()));
        namespaces.remove(NAMESPACE);
        Set<String> found = new HashSet<>();
        objects(client).forEach(object -> found.add(object.getMetadata().getUid()));
        return new Tenancy(Set.copyOf(namespaces), Set.copyOf(found));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("-Dkubeconfig: the cluster cannot be used: " + otherwise);
        }
    }

    private static boolean takesPods(Node node) {
        return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && node.getSpec().getTaints().stream()
                        .noneMatch(taint -> taint.getEffect().startsWith("No"));
    }

    private static Stream<HasMetadata> objects(KubernetesClient client) {
        return KINDS.stream().flatMap(kind -> client.resources(kind).inNamespace(NAMESPACE).list().getItems().stream());
    }

    /** Deletes what is new, and waits until it has gone; the operator may be dead by now. */
    void leave(KubernetesClient client) {
        await("the cluster is as it was found")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    releases(client);
                    List<HasMetadata> left = left(client).toList();
                    left.forEach(
                            object -> client.resource(object).withGracePeriod(0).delete());
                    return left.isEmpty();
                });
    }

    /** Nobody takes their finalizer off any more. */
    private static void releases(KubernetesClient client) {
        try {
            client.resources(CanaryRelease.class)
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .forEach(release -> client.resource(release).edit(live -> {
                        live.getMetadata().setFinalizers(List.of());
                        return live;
                    }));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private Stream<HasMetadata> left(KubernetesClient client) {
        Stream<HasMetadata> here = objects(client)
                .filter(object -> !found.contains(object.getMetadata().getUid()));
        Stream<HasMetadata> elsewhere = client.namespaces().list().getItems().stream()
                .filter(namespace -> !namespace.getMetadata().getName().equals(NAMESPACE))
                .filter(namespace ->
                        !namespaces.contains(namespace.getMetadata().getName()))
                .flatMap(namespace -> Stream.concat(
                        Stream.of(namespace),
                        client.pods().inNamespace(namespace.getMetadata().getName()).list().getItems().stream()));
        Stream<HasMetadata> ofTheCluster = Stream.of(
                        client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                                .filter(crd -> crd.getSpec().getGroup().equals("serin.dev")),
                        client
                                .rbac()
                                .clusterRoles()
                                .withLabel("app.kubernetes.io/name", "serin")
                                .list()
                                .getItems()
                                .stream(),
                        client
                                .rbac()
                                .clusterRoleBindings()
                                .withLabel("app.kubernetes.io/name", "serin")
                                .list()
                                .getItems()
                                .stream(),
                        client.nodes().list().getItems().stream()
                                .filter(node -> node.getMetadata().getName().equals(NODE)))
                .flatMap(objects -> objects);
        return Stream.of(here, elsewhere, ofTheCluster).flatMap(objects -> objects);
    }
}
