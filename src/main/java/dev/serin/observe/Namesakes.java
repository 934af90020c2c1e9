package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.resources.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Objects that bear a name which the operator needs for a release, and were not made for it: to write them would be to
 * change what their author did not give to whoever may write releases.
 */
final class Namesakes {
    private final Watches watches;
    private final KubernetesClient client;

    Namesakes(Watches watches, KubernetesClient client) {
        this.watches = watches;
        this.client = client;
    }

    /** The first one there is, by its kind and name. */
    Optional<String> of(CanaryRelease release) {
        String namespace = release.getMetadata().getNamespace();
        String proxy = Names.proxy(release.getMetadata().getName());
        Stream<Supplier<Optional<? extends HasMetadata>>> taken = Stream.of(
                () -> release.getSpec().isInPlace()
                        ? watches.deployment(namespace, release.getSpec().canaryDeployment())
                        : Optional.empty(),
                () -> watches.deployment(namespace, proxy),
                () -> watches.service(namespace, proxy),
                () -> watches.service(
                        namespace, Names.stable(release.getMetadata().getName())),
                () -> watches.service(
                        namespace, Names.canary(release.getMetadata().getName())),
                () -> configMap(release, namespace, proxy),
                () -> budget(release, namespace, proxy));
        return taken.flatMap(each -> each.get().stream())
                .filter(object -> !Watches.isOf(release, object))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .findFirst();
    }

    /** Only those of releases are watched: where none is seen, there may be somebody else's. */
    private Optional<? extends HasMetadata> configMap(CanaryRelease release, String namespace, String name) {
        return watches.configMap(namespace, name)
                .or(() -> release.isMarkedForDeletion()
                        ? Optional.empty()
                        : Optional.ofNullable(client.configMaps()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()));
    }

    /** Listed, as the operator may list them in any case. */
    private Optional<? extends HasMetadata> budget(CanaryRelease release, String namespace, String name) {
        return watches.budget(namespace, name)
                .or(() -> release.isMarkedForDeletion()
                        ? Optional.empty()
                        : client
                                .policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(namespace)
                                .withField("metadata.name", name)
                                .list()
                                .getItems()
                                .stream()
                                .findFirst());
    }
}
