package dev.serin.reconcile;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.ProxySpec;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.gates.Subject;
import dev.serin.observe.Endpoints;
import dev.serin.observe.Meters;
import dev.serin.observe.Observer;
import dev.serin.observe.Watches;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.resources.Autoscaled;
import dev.serin.resources.Names;
import dev.serin.resources.ReleaseContext;
import dev.serin.resources.ReleaseObjects;
import dev.serin.xds.ProxyConfig;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.Split;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to what a plan asks for: the proxies' configuration first, since requests depend on it, then the objects. */
final class Actuator {
    private static final Logger log = LoggerFactory.getLogger(Actuator.class);

    private final Watches watches;
    private final ProxyFleet fleet;
    private final Meters meters;
    private final Adopter adopter;
    private final Taker taker;
    private final Settings settings;
    private final Matches matches = new Matches();

    Actuator(Watches watches, Adopter adopter, Taker taker, ProxyFleet fleet, Meters meters, Settings settings) {
        this.adopter = adopter;
        this.taker = taker;
        this.meters = meters;
        this.watches = watches;
        this.fleet = fleet;
        this.settings = settings;
    }

    /** The same that tells other proxies. */
    Actuator before(ProxyFleet others) {
        return new Actuator(watches, adopter, taker, others, meters, settings);
    }

    /**
     * How it went.
     *
     * @param repaired the objects that had been changed or deleted by somebody and were put right
     * @param refused an object that the API server refuses to let the operator write, and what it said
     */
    record Outcome(List<HasMetadata> repaired, @Nullable String refused) {}

    /** Does as much of it as it may; throws when the API server fails. */
    Outcome act(
            CanaryRelease release, Plan plan, Observed observed, Observer observer, Context<CanaryRelease> context) {
        var writes = new Writes();
        Endpoints endpoints = observer.endpoints(release);
        switch (plan.work()) {
            case NOTHING -> log.debug("nothing to do");
            case SERVE -> {
                publish(release, plan, endpoints);
                plan.weights()
                        .ifPresent(weights -> meters.shares()
                                .watch(
                                        Observer.key(release),
                                        weights.since(),
                                        observer.proxyAddresses(release),
                                        plan.isProgrammed(observed)));
                meters.connections()
                        .watch(Observer.key(release), observer.proxyAddressesByPod(release), Connecting.isMoving(plan));
                watchAnswers(release, plan, observer);
                ask(release, plan, observed, endpoints);
                apply(release, plan, observed, writes, context);
                adopt(release, plan, observed, writes, context);
                taker.see(release, plan, observer, writes);
                return new Outcome(wasSettled(observed, plan) ? writes.done() : List.of(), writes.refused());
            }
            case RETURN_TO_STABLE -> {
                meters.gates().forget(Observer.key(release));
                publish(release, plan, endpoints);
                meters.connections()
                        .watch(Observer.key(release), observer.proxyAddressesByPod(release), Connecting.isMoving(plan));
                adopt(release, plan, observed, writes, context);
                taker.see(release, plan, observer, writes);
            }
            case REMOVE_PROXIES -> {
                publish(release, plan, endpoints);
                adopt(release, plan, observed, writes, context);
                taker.see(release, plan, observer, writes);
                removeProxies(release, writes, context);
            }
            case REMOVE_REST -> {
                adopt(release, plan, observed, writes, context);
                taker.see(release, plan, observer, writes);
                removeRest(release, plan, observed, writes, context);
            }
        }
        return new Outcome(List.of(), writes.refused());
    }

    /** Whether all objects had been made for the present spec before: then a difference is somebody else's doing. */
    private static boolean wasSettled(Observed observed, Plan plan) {
        Long seen = observed.status().observedGeneration();
        return seen != null
                && seen == observed.generation()
                && observed.status().phase() == Phase.Ready
                && observed.status().stage().equals(plan.adoption().map(AdoptionStatus::stage));
    }

    /** Canary's pods before the target's: more of the one may be what the other waits for. */
    private void adopt(
            CanaryRelease release, Plan plan, Observed observed, Writes writes, Context<CanaryRelease> context) {
        adopter.keep(release, plan, writes);
        adopter.wanted(release, plan, observed, objectContext(release, plan, observed))
                .filter(canary -> adopter.isFurnished(release, canary, writes))
                .ifPresent(canary -> write(canary, writes, context));
        adopter.unwanted(release, plan).ifPresent(canary -> {
            adopter.strip(release, canary, writes);
            remove(canary, writes, context);
        });
        adopter.pause(release, plan, writes);
    }

    /** Tells the proxies the plan's weights, and nothing else; told again, that does nothing. */
    void publish(CanaryRelease release, Plan plan, Observer observer) {
        publish(release, plan, observer.endpoints(release));
    }

    private void publish(CanaryRelease release, Plan plan, Endpoints endpoints) {
        plan.weights()
                .ifPresent(weights -> fleet.publish(new ProxyConfig(
                        Observer.key(release),
                        protocol(release.getSpec().service().protocol()),
                        new ProxyConfig.Logs(
                                release.getSpec().proxy().accessLog() == ProxySpec.AccessLog.JSON,
                                release.getSpec().analysis() != null),
                        split(weights),
                        Routings.of(release.getSpec().traffic()),
                        Connecting.of(release.getSpec().rebalance(), plan, weights),
                        endpoints.stable(),
                        endpoints.canary(),
                        endpoints.stableService())));
    }

    /** Only while canary is judged: a release that has come to its end is left in peace. */
    private void watchAnswers(CanaryRelease release, Plan plan, Observer observer) {
        if (plan.course().isJudged()) {
            Analysis analysis = Objects.requireNonNull(release.getSpec().analysis());
            meters.answers()
                    .watch(
                            Observer.key(release),
                            GoDuration.parse(analysis.interval()),
                            observer.proxyAddresses(release));
        } else {
            meters.answers().forget(Observer.key(release));
        }
    }

    private void ask(CanaryRelease release, Plan plan, Observed observed, Endpoints endpoints) {
        if (plan.course().questions().isEmpty()) {
            meters.gates().forget(Observer.key(release));
            return;
        }
        List<String> canary = endpoints.canary().stream()
                .map(endpoint -> (endpoint.address().contains(":") ? "[%s]:%d" : "%s:%d")
                        .formatted(endpoint.address(), endpoint.port()))
                .toList();
        var subject = new Subject(
                objectContext(release, plan, observed), observed.canaryFacts().image(), canary);
        meters.gates().ask(Observer.key(release), subject, plan.course().questions());
    }

    private List<HasMetadata> desired(CanaryRelease release, Plan plan, Observed observed) {
        return ReleaseObjects.desired(objectContext(release, plan, observed));
    }

    private ReleaseContext objectContext(CanaryRelease release, Plan plan, Observed observed) {
        return new ReleaseContext(
                release.getMetadata().getNamespace(),
                release.getMetadata().getName(),
                release.getMetadata().getUid(),
                release.getSpec(),
                settings.xds().get(),
                observed.stable().selector(),
                observed.canary().selector(),
                watches.targetPort(release),
                plan.takeover());
    }

    private void apply(
            CanaryRelease release, Plan plan, Observed observed, Writes writes, Context<CanaryRelease> context) {
        ReleaseContext from = objectContext(release, plan, observed);
        if (matches.holds(Observer.key(release), from, watches::version)) {
            return;
        }
        matches.forget(Observer.key(release));
        List<HasMetadata> wanted = ReleaseObjects.desired(from);
        boolean same = true;
        for (HasMetadata object : wanted) {
            same &= apply(object, writes, context);
        }
        if (same) {
            matches.note(
                    Observer.key(release),
                    from,
                    wanted.stream()
                            .flatMap(object -> watches.seen(object).stream())
                            .toList());
        }
    }

    /** Writes only what differs in a field that is ours; whether nothing did. */
    private boolean apply(HasMetadata desired, Writes writes, Context<CanaryRelease> context) {
        Optional<? extends HasMetadata> live = watches.seen(desired);
        HasMetadata wanted =
                live.map(seen -> Autoscaled.respected(desired, seen)).orElse(desired);
        boolean asWanted = live.map(seen ->
                        SSABasedGenericKubernetesResourceMatcher.getInstance().matches(seen, wanted, context))
                .orElse(false);
        if (!asWanted) {
            write(wanted, writes, context);
        }
        return asWanted;
    }

    private void write(HasMetadata wanted, Writes writes, Context<CanaryRelease> context) {
        log.info("apply {} {}", wanted.getKind(), wanted.getMetadata().getName());
        writes.attempt(wanted, () -> watches.apply(wanted, context));
    }

    private void removeProxies(CanaryRelease release, Writes writes, Context<CanaryRelease> context) {
        watches.deployment(
                        release.getMetadata().getNamespace(),
                        Names.proxy(release.getMetadata().getName()))
                .filter(proxies -> proxies.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(proxies -> remove(proxies, writes, context));
    }

    private static void remove(HasMetadata object, Writes writes, Context<CanaryRelease> context) {
        log.info("remove {} {}", object.getKind(), object.getMetadata().getName());
        // By name: what was seen may not be the latest version.
        writes.attempt(
                object,
                () -> context.getClient()
                        .resources(object.getClass())
                        .inNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .delete());
    }

    private void removeRest(
            CanaryRelease release, Plan plan, Observed observed, Writes writes, Context<CanaryRelease> context) {
        for (HasMetadata object : desired(release, plan, observed)) {
            boolean ours = watches.seen(object)
                    .filter(seen -> Watches.isOf(release, seen))
                    .isPresent();
            if (ours) {
                remove(object, writes, context);
            }
        }
        fleet.remove(Observer.key(release));
        meters.forget(Observer.key(release));
        matches.forget(Observer.key(release));
        adopter.forget(release);
    }

    private static Split split(Weights weights) {
        return new Split(weights.canary(), weights.total());
    }

    private static ProxyConfig.Protocol protocol(ServiceReference.Protocol protocol) {
        return switch (protocol) {
            case GRPC -> ProxyConfig.Protocol.GRPC;
            case HTTP2 -> ProxyConfig.Protocol.HTTP2;
            case HTTP -> ProxyConfig.Protocol.HTTP;
        };
    }
}
