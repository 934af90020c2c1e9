package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.resources.TakenService;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods that a Service led to before it was taken over. They are asked for and not watched, so that no watch on all
 * pods of all namespaces is needed, and at most every two seconds.
 */
final class OlderPods {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<ReleaseKey, Seen> seen = new ConcurrentHashMap<>();

    /**
     * An answer.
     *
     * @param since when the Service was taken over that they are older than
     */
    private record Seen(Instant at, String since, List<Pod> pods, IntOrString port) {}

    OlderPods(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    List<Pod> of(CanaryRelease release, TakenService service, TakeoverStatus status) {
        Instant now = clock.instant();
        String since = Objects.requireNonNullElse(status.since(), "");
        return seen.compute(
                        Observer.key(release),
                        (key, before) -> before != null
                                        && before.since().equals(since)
                                        && before.at().plus(FRESH).isAfter(now)
                                ? before
                                : new Seen(
                                        now,
                                        since,
                                        list(release, service.selector(), Instant.parse(since)),
                                        service.pods().orElse(new IntOrString(0))))
                .pods();
    }

    private List<Pod> list(CanaryRelease release, Map<String, String> selector, Instant since) {
        return selector.isEmpty()
                ? List.of()
                : client
                        .pods()
                        .inNamespace(release.getMetadata().getNamespace())
                        .withLabels(selector)
                        .list()
                        .getItems()
                        .stream()
                        .filter(pod -> isOlder(pod, since))
                        .toList();
    }

    /** Creation times are to the second. */
    private static boolean isOlder(Pod pod, Instant since) {
        boolean ended =
                pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
        return !ended && Instant.parse(pod.getMetadata().getCreationTimestamp()).isBefore(since);
    }

    /** Where those that were seen last can be asked. */
    List<dev.serin.bypass.Pod> asked(CanaryRelease release) {
        return Optional.ofNullable(seen.get(Observer.key(release))).stream()
                .flatMap(last -> last.pods().stream().flatMap(pod -> asked(pod, last.port()).stream()))
                .toList();
    }

    private static Optional<dev.serin.bypass.Pod> asked(Pod pod, IntOrString target) {
        String address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return address == null
                ? Optional.empty()
                : number(pod, target)
                        .map(port -> new dev.serin.bypass.Pod(pod.getMetadata().getName(), address, port));
    }

    private static Optional<Integer> number(Pod pod, IntOrString target) {
        return target.getIntVal() != null
                ? Optional.of(target.getIntVal())
                : pod.getSpec().getContainers().stream()
                        .map(Container::getPorts)
                        .flatMap(List::stream)
                        .filter(port -> target.getStrVal().equals(port.getName()))
                        .map(ContainerPort::getContainerPort)
                        .findFirst();
    }

    void forget(CanaryRelease release) {
        seen.remove(Observer.key(release));
    }
}
