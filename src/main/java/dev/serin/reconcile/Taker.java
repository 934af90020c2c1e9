package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.bypass.BypassMeter;
import dev.serin.observe.Observer;
import dev.serin.observe.Watches;
import dev.serin.plan.Plan;
import dev.serin.resources.ServiceWrites;
import dev.serin.resources.TakenService;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what is intended with the Service that clients dial: holds its selector by a field manager of its own, gives it
 * back, and takes every mark away in the end. Restarts pods once, where that is intended.
 */
final class Taker {
    private static final Logger log = LoggerFactory.getLogger(Taker.class);

    private final Watches watches;
    private final KubernetesClient client;
    private final BypassMeter<ReleaseKey> meter;

    Taker(Watches watches, KubernetesClient client, BypassMeter<ReleaseKey> meter) {
        this.watches = watches;
        this.client = client;
        this.meter = meter;
    }

    void see(CanaryRelease release, Plan plan, Observer observer, Writes writes) {
        Optional<Service> seen = watches.service(
                release.getMetadata().getNamespace(),
                release.getSpec().service().name());
        seen.filter(service -> service.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(service -> plan.takeover()
                        .ifPresentOrElse(
                                intended -> hold(release, service, intended, writes),
                                () -> letGo(release, service, writes)));
        plan.takeover().flatMap(TakeoverStatus::pendingRestart).ifPresent(at -> restart(release, at, writes));
        watch(release, observer);
    }

    private void watch(CanaryRelease release, Observer observer) {
        var key = Observer.key(release);
        List<dev.serin.bypass.Pod> pods = observer.olderPods(release);
        if (pods.isEmpty()) {
            meter.forget(key);
        } else {
            meter.watch(key, pods, observer.proxiesConnectFrom(release));
        }
    }

    private void hold(CanaryRelease release, Service seen, TakeoverStatus intended, Writes writes) {
        TakenService service = TakenService.of(seen, release.getSpec().service().port());
        String name = release.getMetadata().getName();
        Map<String, String> selector = Objects.requireNonNullElse(intended.selector(), Map.of());
        switch (intended.stage()) {
            case Waiting, Yielded ->
                log.debug("Service {} is left as it is", seen.getMetadata().getName());
            case Taken -> {
                if (!selector.isEmpty() && !service.isAs(selector, intended.port(), name)) {
                    apply(seen, ServiceWrites.taken(service, name, selector, intended.port()), writes);
                }
            }
            case Returning -> {
                if (service.isTaken()) {
                    apply(seen, ServiceWrites.returned(service, name), writes);
                }
            }
        }
    }

    private void apply(Service seen, Service wanted, Writes writes) {
        log.info(
                "apply selector {} of Service {}",
                wanted.getSpec().getSelector(),
                wanted.getMetadata().getName());
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(TakenService.MANAGER)
                .withForce(true)
                .build();
        write(seen, context, Serialization.asJson(wanted), writes);
    }

    /** The cache has not all of its managed fields. */
    private void letGo(CanaryRelease release, Service seen, Writes writes) {
        if (!TakenService.of(seen, 0).isMarked()) {
            return;
        }
        Service whole = client.services()
                .inNamespace(seen.getMetadata().getNamespace())
                .withName(seen.getMetadata().getName())
                .get();
        Optional.ofNullable(whole)
                .flatMap(live ->
                        ServiceWrites.unmarked(live, release.getMetadata().getName()))
                .ifPresent(patch -> {
                    log.info("take the marks off Service {}", seen.getMetadata().getName());
                    PatchContext context = new PatchContext.Builder()
                            .withPatchType(PatchType.JSON_MERGE)
                            .withFieldManager(TakenService.MANAGER)
                            .build();
                    write(whole, context, Serialization.asJson(patch), writes);
                });
    }

    /** Only if it is still the version that was seen; what came in between wakes the release again. */
    private void write(Service seen, PatchContext context, String patch, Writes writes) {
        writes.perform(seen, () -> {
            try {
                watches.cache(
                        seen,
                        service -> client.services()
                                .inNamespace(seen.getMetadata().getNamespace())
                                .withName(seen.getMetadata().getName())
                                .patch(context, patch));
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
                log.info("Service {} was changed meanwhile", seen.getMetadata().getName());
            }
        });
    }

    /** As {@code kubectl rollout restart} does it. */
    private void restart(CanaryRelease release, String at, Writes writes) {
        for (String name : release.getSpec().restarted()) {
            watches.deployment(release.getMetadata().getNamespace(), name)
                    .filter(found -> found.getMetadata().getDeletionTimestamp() == null
                            && !at.equals(Observer.restartedAt(found)))
                    .ifPresent(found -> restart(found, at, writes));
        }
    }

    private void restart(Deployment found, String at, Writes writes) {
        log.info("restart Deployment {}", found.getMetadata().getName());
        Map<String, Object> patch = Map.of(
                "spec",
                Map.of("template", Map.of("metadata", Map.of("annotations", Map.of(Observer.RESTARTED_AT, at)))));
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(TakenService.MANAGER)
                .build();
        writes.perform(
                found,
                () -> client.apps()
                        .deployments()
                        .inNamespace(found.getMetadata().getNamespace())
                        .withName(found.getMetadata().getName())
                        .patch(context, Serialization.asJson(patch)));
    }
}
