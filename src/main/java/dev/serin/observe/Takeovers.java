package dev.serin.observe;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.ServiceReference.Protocol;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.bypass.BypassMeter;
import dev.serin.bypass.Counted;
import dev.serin.plan.ServiceFacts;
import dev.serin.plan.ServiceFacts.Kind;
import dev.serin.plan.TakeoverFacts;
import dev.serin.plan.TakeoverFacts.Older;
import dev.serin.plan.TakeoverFacts.Restarted;
import dev.serin.resources.TakenService;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees the Service that clients dial, where it leads, and what may bypass the proxies. */
final class Takeovers {
    private final Watches watches;
    private final OlderPods older;
    private final BypassMeter<ReleaseKey> meter;
    private final Clock clock;

    Takeovers(Watches watches, OlderPods older, BypassMeter<ReleaseKey> meter, Clock clock) {
        this.watches = watches;
        this.older = older;
        this.meter = meter;
        this.clock = clock;
    }

    ServiceFacts observe(CanaryRelease release) {
        return watches.service(
                        release.getMetadata().getNamespace(),
                        release.getSpec().service().name())
                .map(found -> facts(release, found))
                .orElse(ServiceFacts.MISSING);
    }

    private ServiceFacts facts(CanaryRelease release, Service found) {
        List<ServicePort> ports = found.getSpec().getPorts();
        return new ServiceFacts(
                true, ports.stream().map(ServicePort::getPort).toList(), kind(found, ports), takeover(release, found));
    }

    private static Kind kind(Service found, List<ServicePort> ports) {
        if ("ExternalName".equals(found.getSpec().getType())) {
            return Kind.EXTERNAL_NAME;
        } else if ("None".equals(found.getSpec().getClusterIP())) {
            return Kind.HEADLESS;
        }
        boolean tcp = ports.stream()
                .allMatch(
                        port -> port.getProtocol() == null || port.getProtocol().equals("TCP"));
        return tcp ? Kind.ORDINARY : Kind.NOT_TCP;
    }

    private TakeoverFacts takeover(CanaryRelease release, Service found) {
        String namespace = release.getMetadata().getNamespace();
        String name = release.getMetadata().getName();
        TakenService service =
                TakenService.of(found, release.getSpec().service().port());
        Map<String, String> selector = service.wanted(name);
        String port = service.portName().orElse(null);
        Set<String> proxies = watches.proxyPods(namespace, name)
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
        Map<Boolean, Long> leads = Endpoints.readyPods(
                        watches.slices(namespace, found.getMetadata().getName()))
                .collect(Collectors.partitioningBy(proxies::contains, Collectors.counting()));
        return new TakeoverFacts(
                selector,
                port,
                watches.proxyPods(namespace, name)
                        .filter(PodTrouble::isReady)
                        .allMatch(
                                pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet())),
                service.isMarked(),
                service.isTaken(),
                service.isAs(selector, port, name),
                !service.selector().isEmpty(),
                leads.getOrDefault(true, 0L).intValue(),
                leads.getOrDefault(false, 0L).intValue(),
                older(release, service),
                restarts(release));
    }

    private List<Restarted> restarts(CanaryRelease release) {
        return release.getSpec().restarted().stream()
                .flatMap(name -> watches.deployment(release.getMetadata().getNamespace(), name).stream())
                .map(found -> new Restarted(
                        found.getMetadata().getName(),
                        TargetSets.restartedAt(found.getSpec().getTemplate())))
                .toList();
    }

    private Optional<Older> older(CanaryRelease release, TakenService service) {
        return counting(release).map(status -> {
            List<Pod> pods = older.of(release, service, status);
            Optional<Counted> counted = meter.counted(Observer.key(release));
            boolean asks = release.getSpec().service().protocol() == Protocol.GRPC;
            return new Older(
                    pods.size(),
                    !asks || pods.isEmpty() || counted.isPresent(),
                    counted.flatMap(Counted::connections).filter(any -> asks),
                    counted.map(Counted::at).orElseGet(clock::instant));
        });
    }

    private static Optional<TakeoverStatus> counting(CanaryRelease release) {
        return Optional.ofNullable(release.getStatus())
                .map(CanaryReleaseStatus::takeover)
                .filter(TakeoverStatus::isCounting);
    }

    /** The pods to ask for their connections; none where they would not answer. */
    List<dev.serin.bypass.Pod> asked(CanaryRelease release) {
        if (counting(release).isEmpty()) {
            older.forget(release);
            return List.of();
        }
        return release.getSpec().service().protocol() == Protocol.GRPC ? older.asked(release) : List.of();
    }

    /** Where proxies connect from, also those that are stopping. */
    Set<String> proxyAddresses(CanaryRelease release) {
        return watches.proxyPods(
                        release.getMetadata().getNamespace(),
                        release.getMetadata().getName())
                .flatMap(pod -> Optional.ofNullable(pod.getStatus()).stream())
                .flatMap(status -> Optional.ofNullable(status.getPodIP()).stream())
                .collect(Collectors.toSet());
    }
}
