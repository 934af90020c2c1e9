package dev.serin.observe;

import dev.serin.analysis.Connections;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.AdoptedFacts;
import dev.serin.plan.Observed;
import dev.serin.plan.ProxyFacts;
import dev.serin.plan.TrafficFacts;
import dev.serin.plan.Workload;
import dev.serin.resources.CanaryDeployment;
import dev.serin.resources.Names;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.ProxyState;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together all that a decision about one release depends on. */
public final class Observer {
    /** The annotation by which a person asks for something; it is taken away when that is taken up. */
    public static final String ACTION = "serin.dev/action";
    /** The annotation of a pod template that asks for a restart. */
    public static final String RESTARTED_AT = Revisions.RESTARTED_AT;

    private final Watches watches;
    private final ProxyFleet fleet;
    private final KubernetesClient client;
    private final Meters meters;
    private final Judged judged;
    private final Targets targets;
    private final Missed missed;
    private final Namesakes namesakes;
    private final Takeovers takeovers;

    public Observer(Watches watches, ProxyFleet fleet, Meters meters, Clock clock, KubernetesClient client) {
        this.judged = new Judged(meters.answers(), meters.gates(), client);
        this.meters = meters;
        this.watches = watches;
        this.fleet = fleet;
        this.client = client;
        this.missed = new Missed(client);
        this.namesakes = new Namesakes(watches, client);
        this.targets = new Targets(watches, new TargetSets(client), new Reads(meters.contents()));
        this.takeovers = new Takeovers(watches, new OlderPods(client, clock), meters.bypass(), clock);
    }

    /** What is to be seen of this release now; {@code refused}: what the API server said of a write of the operator's. */
    public Observed observe(CanaryRelease release, Optional<String> refused) {
        var spec = release.getSpec();
        String namespace = release.getMetadata().getNamespace();
        String name = release.getMetadata().getName();
        CanaryReleaseStatus status = release.getStatus();
        Optional<AdoptedFacts> adopted = targets.observe(release);
        Workload stable = workload(namespace, spec.targetRef().name(), Names.stable(name));
        Workload canary = canary(release, adopted);
        return new Observed(
                name,
                release.getMetadata().getGeneration(),
                spec,
                status == null ? CanaryReleaseStatus.EMPTY : status,
                release.isMarkedForDeletion(),
                stable,
                canary,
                takeovers.observe(release),
                spec.proxy().replicas(),
                proxies(namespace, name),
                rival(release),
                namesakes.of(release),
                refused,
                action(release),
                traffic(namespace, name, status),
                judged.observe(
                        release,
                        watches.deployment(namespace, spec.canaryDeployment()),
                        watches.deployment(
                                namespace, spec.isInPlace() ? spec.targetRef().name() : spec.canaryDeployment()),
                        Endpoints.podNames(watches.slices(namespace, Names.canary(name)))),
                adopted.map(facts -> facts.missing(missed.by(release, stable, canary))));
    }

    private TrafficFacts traffic(String namespace, String name, @Nullable CanaryReleaseStatus status) {
        Weights weights = status == null ? null : status.weights();
        return weights == null
                ? TrafficFacts.NONE
                : Traffics.of(meters.shares().measured(new ReleaseKey(namespace, name), weights.since()));
    }

    /** What proxies and meters know a release by. */
    public static ReleaseKey key(CanaryRelease release) {
        return new ReleaseKey(
                release.getMetadata().getNamespace(), release.getMetadata().getName());
    }

    /** What a person asks for. */
    public static Optional<String> action(CanaryRelease release) {
        return Optional.ofNullable(release.getMetadata().getAnnotations()).map(all -> all.get(ACTION));
    }

    /** The addresses of a release's ready proxies, by their pods' names. */
    public Map<String, String> proxyAddressesByPod(CanaryRelease release) {
        return watches.proxyPods(
                        release.getMetadata().getNamespace(),
                        release.getMetadata().getName())
                .filter(PodTrouble::isReady)
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(),
                        pod -> pod.getStatus().getPodIP()));
    }

    /** The addresses of a release's ready proxies. */
    public List<String> proxyAddresses(CanaryRelease release) {
        return watches.proxyPods(
                        release.getMetadata().getNamespace(),
                        release.getMetadata().getName())
                .filter(PodTrouble::isReady)
                .map(pod -> pod.getStatus().getPodIP())
                .toList();
    }

    /** The pods that are asked for connections that bypass the proxies. */
    public List<dev.serin.bypass.Pod> olderPods(CanaryRelease release) {
        return takeovers.asked(release);
    }

    /** The addresses from which a release's proxies connect. */
    public Set<String> proxiesConnectFrom(CanaryRelease release) {
        return takeovers.proxyAddresses(release);
    }

    /** When a Deployment's pods were last asked to restart, as the annotation has it. */
    public static @Nullable String restartedAt(Deployment deployment) {
        return TargetSets.restartedAt(deployment.getSpec().getTemplate());
    }

    /** Where both versions can be reached now. */
    public Endpoints endpoints(CanaryRelease release) {
        String namespace = release.getMetadata().getNamespace();
        String name = release.getMetadata().getName();
        return new Endpoints(
                Endpoints.ready(watches.slices(namespace, Names.stable(name))),
                Endpoints.ready(watches.slices(namespace, Names.canary(name))),
                watches.service(namespace, Names.stable(name)).flatMap(Endpoints::address));
    }

    private Workload canary(CanaryRelease release, Optional<AdoptedFacts> adopted) {
        var spec = release.getSpec();
        String namespace = release.getMetadata().getNamespace();
        String service = Names.canary(release.getMetadata().getName());
        return adopted.isPresent()
                ? watches.deployment(namespace, spec.targetRef().name())
                        .map(target -> made(target, adopted.get().target().revision(), release, service))
                        .orElseGet(() -> Workload.missing(spec.canaryDeployment()))
                : workload(namespace, spec.canaryDeployment(), service);
    }

    /** What the operator makes from the target, whether it is there yet or not. */
    private Workload made(Deployment target, String revision, CanaryRelease release, String service) {
        String namespace = target.getMetadata().getNamespace();
        String name = release.getSpec().canaryDeployment();
        var template = target.getSpec().getTemplate();
        int endpoints = Endpoints.ready(watches.slices(namespace, service)).size();
        Map<String, String> selector = CanaryDeployment.selector(
                Selectors.of(target), release.getSpec().canaryOrDefault().selectorLabel());
        return new Workload(
                name,
                true,
                revision,
                selector,
                CanaryDeployment.podLabels(template.getMetadata().getLabels(), selector),
                endpoints,
                endpoints > 0
                        ? Optional.empty()
                        : watches.deployment(namespace, name).flatMap(made -> trouble(made, selector)));
    }

    private Workload workload(String namespace, String deployment, String service) {
        return watches.deployment(namespace, deployment)
                .map(found -> workload(found, service))
                .orElseGet(() -> Workload.missing(deployment));
    }

    private Workload workload(Deployment deployment, String service) {
        ObjectMeta meta = deployment.getMetadata();
        var template = deployment.getSpec().getTemplate();
        int endpoints =
                Endpoints.ready(watches.slices(meta.getNamespace(), service)).size();
        Map<String, String> selector = Selectors.of(deployment);
        return new Workload(
                meta.getName(),
                true,
                Revisions.of(template),
                selector,
                template.getMetadata().getLabels(),
                endpoints,
                endpoints > 0 ? Optional.empty() : trouble(deployment, selector));
    }

    /** Only asked while nothing is ready, so that no watch on all pods of all namespaces is needed. */
    private Optional<String> trouble(Deployment deployment, Map<String, String> selector) {
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        List<Pod> pods = client.pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabels(selector)
                .list()
                .getItems();
        return PodTrouble.describe(deployment, pods);
    }

    private List<ProxyFacts> proxies(String namespace, String release) {
        Map<String, Connections> counted = meters.connections().connections(new ReleaseKey(namespace, release));
        Map<String, ProxyState> connected = fleet.proxies(new ReleaseKey(namespace, release)).stream()
                .collect(Collectors.toMap(ProxyState::node, Function.identity()));
        return watches.proxyPods(namespace, release)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> proxy(
                        pod,
                        Optional.ofNullable(connected.get(pod.getMetadata().getName())),
                        Optional.ofNullable(counted.get(pod.getMetadata().getName()))))
                .toList();
    }

    private static ProxyFacts proxy(Pod pod, Optional<ProxyState> state, Optional<Connections> counted) {
        return new ProxyFacts(
                pod.getMetadata().getName(),
                PodTrouble.isReady(pod),
                state.flatMap(ProxyState::applied).map(split -> new ProxyFacts.Applied(split.canary(), split.total())),
                state.flatMap(ProxyState::rejection),
                counted.map(seen -> new ProxyFacts.Connections(seen.active(), seen.sent(), seen.at())),
                counted.map(seen -> new ProxyFacts.InFlight(
                        seen.inFlight().stable(), seen.inFlight().canary(), seen.at())));
    }

    /** Of several releases for one Service the oldest has it; of equally old ones the first by name. */
    private Optional<String> rival(CanaryRelease release) {
        Comparator<CanaryRelease> byAge = Comparator.<CanaryRelease, String>comparing(
                        other -> other.getMetadata().getCreationTimestamp())
                .thenComparing(other -> other.getMetadata().getName());
        return watches
                .releasesOf(
                        release.getMetadata().getNamespace(),
                        release.getSpec().service().name())
                .stream()
                .filter(other -> byAge.compare(other, release) < 0)
                .map(other -> other.getMetadata().getName())
                .findFirst();
    }
}
