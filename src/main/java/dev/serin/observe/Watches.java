package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.resources.Labels;
import dev.serin.resources.Names;
import dev.serin.resources.TakenService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The watches that wake a release: on the objects that its spec names (Deployments and Services, wherever a release
 * is) and, selected by label, on those that the operator makes or that Kubernetes makes from them.
 */
public final class Watches {
    private static final String BY_DEPLOYMENT = "deployment";
    private static final String BY_SERVICE = "service";
    private static final String BY_RELEASE = "release";

    private final IndexerResourceCache<CanaryRelease> releases;
    private final InformerEventSource<Deployment, CanaryRelease> deployments;
    private final InformerEventSource<Service, CanaryRelease> services;
    private final InformerEventSource<ConfigMap, CanaryRelease> configMaps;
    private final InformerEventSource<PodDisruptionBudget, CanaryRelease> budgets;
    private final InformerEventSource<EndpointSlice, CanaryRelease> slices;
    private final InformerEventSource<Pod, CanaryRelease> pods;

    public Watches(EventSourceContext<CanaryRelease> context) {
        releases = context.getPrimaryCache();
        releases.addIndexer(BY_DEPLOYMENT, release -> keys(release, Watches::deploymentNames));
        releases.addIndexer(BY_SERVICE, release -> keys(release, Watches::serviceNames));
        deployments = named(Deployment.class, context, BY_DEPLOYMENT, Watches::deploymentNames);
        services = named(Service.class, context, BY_SERVICE, Watches::serviceNames);
        configMaps = labelled(ConfigMap.class, context);
        budgets = labelled(PodDisruptionBudget.class, context);
        slices = labelled(EndpointSlice.class, context);
        slices.addIndexer(BY_SERVICE, slice -> labelled(slice, Labels.SERVICE_NAME));
        pods = labelled(Pod.class, context);
        pods.addIndexer(BY_RELEASE, pod -> labelled(pod, Labels.RELEASE));
    }

    /** All event sources, for the SDK to start. */
    public List<EventSource<?, CanaryRelease>> eventSources() {
        return List.of(deployments, services, configMaps, budgets, slices, pods);
    }

    /** The Deployment as last seen. */
    public Optional<Deployment> deployment(String namespace, String name) {
        return deployments.get(new ResourceID(name, namespace));
    }

    public Optional<Service> service(String namespace, String name) {
        return services.get(new ResourceID(name, namespace));
    }

    Optional<ConfigMap> configMap(String namespace, String name) {
        return configMaps.get(new ResourceID(name, namespace));
    }

    Optional<PodDisruptionBudget> budget(String namespace, String name) {
        return budgets.get(new ResourceID(name, namespace));
    }

    Stream<EndpointSlice> slices(String namespace, String service) {
        return slices.byIndex(BY_SERVICE, key(namespace, service)).stream();
    }

    Stream<Pod> proxyPods(String namespace, String release) {
        return pods.byIndex(BY_RELEASE, key(namespace, release)).stream();
    }

    /** All releases as last seen, which must not be changed. */
    public Stream<CanaryRelease> releases() {
        return releases.list();
    }

    /** The releases of a namespace that name this Service. */
    public List<CanaryRelease> releasesOf(String namespace, String service) {
        return releases.byIndex(BY_SERVICE, key(namespace, service)).stream()
                .filter(release -> release.getSpec().service().name().equals(service))
                .toList();
    }

    /** Of several releases that adopt one Deployment the oldest has it; of equally old ones the first by name. */
    Optional<String> rivalForTarget(CanaryRelease release) {
        Comparator<CanaryRelease> byAge = Comparator.<CanaryRelease, String>comparing(
                        other -> other.getMetadata().getCreationTimestamp())
                .thenComparing(other -> other.getMetadata().getName());
        String target = release.getSpec().targetRef().name();
        return releases.byIndex(BY_DEPLOYMENT, key(release.getMetadata().getNamespace(), target)).stream()
                .filter(other -> other.getSpec().isInPlace()
                        && other.getSpec().targetRef().name().equals(target))
                .filter(other -> byAge.compare(other, release) < 0)
                .map(other -> other.getMetadata().getName())
                .findFirst();
    }

    /** The object as last seen, if it is one of the kinds that the operator makes. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> Optional<T> seen(T wanted) {
        String namespace = wanted.getMetadata().getNamespace();
        String name = wanted.getMetadata().getName();
        return (Optional<T>)
                switch (wanted) {
                    case Deployment ignored -> deployment(namespace, name);
                    case Service ignored -> service(namespace, name);
                    case ConfigMap ignored -> configMap(namespace, name);
                    case PodDisruptionBudget ignored -> budgets.get(new ResourceID(name, namespace));
                    default -> throw new IllegalArgumentException("not watched: " + wanted.getKind());
                };
    }

    /** One of the objects that the operator makes. */
    public record Ref(Class<? extends HasMetadata> type, String namespace, String name) {
        public static Ref of(HasMetadata object) {
            return new Ref(
                    object.getClass(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
        }
    }

    /** Its version as last seen. */
    public Optional<String> version(Ref ref) {
        var id = new ResourceID(ref.name(), ref.namespace());
        Optional<? extends HasMetadata> seen = ref.type() == Deployment.class
                ? deployments.get(id)
                : ref.type() == Service.class
                        ? services.get(id)
                        : ref.type() == ConfigMap.class ? configMaps.get(id) : budgets.get(id);
        return seen.map(object -> object.getMetadata().getResourceVersion());
    }

    /** Applies an object and keeps the answer in the cache, so that the next look sees it. */
    public void apply(HasMetadata wanted, Context<CanaryRelease> context) {
        var operations = context.resourceOperations();
        HasMetadata written = switch (wanted) {
            case Deployment deployment -> operations.serverSideApply(deployment, deployments);
            case Service service -> operations.serverSideApply(service, services);
            case ConfigMap configMap -> operations.serverSideApply(configMap, configMaps);
            case PodDisruptionBudget budget -> operations.serverSideApply(budget, budgets);
            default -> throw new IllegalArgumentException("not watched: " + wanted.getKind());
        };
        LeanStore.lean(written);
    }

    /** Writes a Service and keeps the answer in the cache. */
    public void cache(Service seen, UnaryOperator<Service> write) {
        LeanStore.lean(services.eventFilteringUpdateAndCacheResource(seen, write));
    }

    /** The pods' port behind the port that the release names, if the Service has it, taken over or not. */
    public Optional<IntOrString> targetPort(CanaryRelease release) {
        ServiceReference named = release.getSpec().service();
        return service(release.getMetadata().getNamespace(), named.name())
                .flatMap(service -> TakenService.of(service, named.port()).pods());
    }

    /** Whether an object was made for this release; the label counts too, should its owner have been taken away. */
    public static boolean isOf(CanaryRelease release, HasMetadata object) {
        Map<String, String> labels =
                Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
        return object.getOwnerReferenceFor(release.getMetadata().getUid()).isPresent()
                || release.getMetadata().getName().equals(labels.get(Labels.RELEASE));
    }

    private <T extends HasMetadata> InformerEventSource<T, CanaryRelease> named(
            Class<T> type,
            EventSourceContext<CanaryRelease> context,
            String index,
            Function<CanaryRelease, Stream<String>> names) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, CanaryRelease.class)
                        .withName(index + "s")
                        .withNamespacesInheritedFromController()
                        .withItemStore(LeanStore.of(context))
                        .withPrimaryToSecondaryMapper((CanaryRelease release) -> names.apply(release)
                                .map(name -> new ResourceID(
                                        name, release.getMetadata().getNamespace()))
                                .collect(Collectors.toSet()))
                        .withSecondaryToPrimaryMapper(object -> releases
                                .byIndex(
                                        index,
                                        key(
                                                object.getMetadata().getNamespace(),
                                                object.getMetadata().getName()))
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private static <T extends HasMetadata> InformerEventSource<T, CanaryRelease> labelled(
            Class<T> type, EventSourceContext<CanaryRelease> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, CanaryRelease.class)
                        .withName(type.getSimpleName())
                        .withNamespacesInheritedFromController()
                        .withItemStore(LeanStore.of(context))
                        .withLabelSelector(Labels.RELEASE)
                        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(
                                object.getMetadata().getLabels().get(Labels.RELEASE),
                                object.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** The key of what an object's label names; none where it has no such label. */
    private static List<String> labelled(HasMetadata object, String label) {
        String name = object.getMetadata().getLabels().get(label);
        return name == null ? List.of() : List.of(key(object.getMetadata().getNamespace(), name));
    }

    private static Stream<String> deploymentNames(CanaryRelease release) {
        return Stream.concat(
                        Stream.of(
                                release.getSpec().targetRef().name(),
                                release.getSpec().canaryDeployment(),
                                Names.proxy(release.getMetadata().getName())),
                        release.getSpec().restarted().stream())
                .distinct();
    }

    private static Stream<String> serviceNames(CanaryRelease release) {
        String name = release.getMetadata().getName();
        return Stream.of(release.getSpec().service().name(), Names.stable(name), Names.canary(name), Names.proxy(name));
    }

    private static List<String> keys(CanaryRelease release, Function<CanaryRelease, Stream<String>> names) {
        String namespace = release.getMetadata().getNamespace();
        return names.apply(release).map(name -> key(namespace, name)).toList();
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
