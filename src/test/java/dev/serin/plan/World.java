package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.Rebalance;
import dev.serin.api.v1alpha1.Schedule;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Sticky;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Traffic;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.status.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster without a server: what a release depends on as plain fields, a clock that only moves when told, and the
 * shell's part (persist, then publish) in two steps between which a crash can happen.
 */
final class World {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Strategy strategy =
            Strategy.steps(new Step(1, "10m"), new Step(10, "10m"), new Step(50, "5m"), new Step(100, "0s"));
    int total = 100;
    boolean paused;
    Rebalance rebalance = Rebalance.DEFAULT;
    boolean deleting;
    boolean serviceExists = true;
    Optional<String> rival = Optional.empty();
    String revision = "r1";
    int canaryEndpoints = 1;
    int stableEndpoints = 1;
    long generation = 1;
    Workload canaryShape = new Workload("v2", true, "", Map.of("app", "v2"), Map.of("app", "v2"), 0, Optional.empty());
    CanaryReleaseStatus status = CanaryReleaseStatus.EMPTY;
    Optional<Weights> published = Optional.empty();
    final List<Proxy> proxies = new ArrayList<>(List.of(new Proxy("p1"), new Proxy("p2")));
    int writes;
    Optional<String> refused = Optional.empty();
    Optional<String> action = Optional.empty();
    long canaryRequests;
    long requests;
    long rescued;
    long fallback;

    @Nullable
    Analysis analysis;

    boolean skipAnalysis;

    @Nullable
    Schedule schedule;

    CanaryFacts canaryFacts = CanaryFacts.NONE;
    Traffic.Split split = Traffic.Split.Random;

    /** A proxy's pod; {@code applied} is what it really serves, connected or not. */
    static final class Proxy {
        final String name;
        boolean ready = true;
        boolean connected = true;
        Optional<ProxyFacts.Applied> applied = Optional.empty();
        Optional<ProxyFacts.Connections> counted = Optional.empty();

        Proxy(String name) {
            this.name = name;
        }
    }

    Observed observe() {
        var stable = new Workload(
                "v1", true, "s1", Map.of("app", "v1"), Map.of("app", "v1"), stableEndpoints, Optional.empty());
        var canary = new Workload(
                canaryShape.deployment(),
                canaryShape.exists(),
                revision,
                canaryShape.selector(),
                canaryShape.podLabels(),
                canaryEndpoints,
                Optional.empty());
        return new Observed(
                "reporter",
                generation,
                spec(),
                status,
                deleting,
                stable,
                canary,
                new ServiceFacts(serviceExists, serviceExists ? List.of(9090) : List.of()),
                proxies.size(),
                proxies.stream().map(World::facts).toList(),
                rival,
                Optional.empty(),
                refused,
                action,
                new TrafficFacts(
                        requests == 0
                                ? List.of()
                                : List.of(new TrafficFacts.Proxy(
                                        "10.1.0.1", 1, requests, canaryRequests, 0, 0, rescued, fallback, 0))),
                canaryFacts,
                Optional.empty());
    }

    private CanaryReleaseSpec spec() {
        return new CanaryReleaseSpec(
                DeploymentReference.named("v1"),
                DeploymentReference.named("v2"),
                null,
                new ServiceReference("reporter", 9090, null, null),
                strategy,
                new Traffic(
                        total,
                        split,
                        split == Traffic.Split.Sticky ? new Sticky("x-user", null) : null,
                        null,
                        null,
                        false),
                analysis,
                null,
                rebalance,
                null,
                null,
                paused,
                skipAnalysis,
                schedule);
    }

    private static ProxyFacts facts(Proxy proxy) {
        return new ProxyFacts(
                proxy.name,
                proxy.ready,
                proxy.connected ? proxy.applied : Optional.empty(),
                Optional.empty(),
                proxy.counted,
                Optional.empty());
    }

    Plan plan() {
        return Planner.plan(observe(), now);
    }

    /** Decides and persists; nothing is acted on yet. */
    Plan persist() {
        Observed observed = observe();
        Plan plan = Planner.plan(observed, now);
        CanaryReleaseStatus intended = Statuses.compose(observed, plan, now);
        if (!intended.equals(status)) {
            status = intended;
            writes++;
        }
        return plan;
    }

    /** Acts on the decision. */
    void publish(Plan plan) {
        if (plan.weights().isPresent() && plan.work() != Work.REMOVE_REST) {
            published = plan.weights();
        }
    }

    /** Decides, persists and acts, until nothing changes any more; proxies confirm at once. */
    Plan settle() {
        Plan plan = persist();
        publish(plan);
        for (int rounds = 0; rounds < 20; rounds++) {
            int before = writes;
            proxies.stream().filter(proxy -> proxy.connected).forEach(this::confirm);
            plan = persist();
            publish(plan);
            if (writes == before) {
                return plan;
            }
        }
        throw new AssertionError("the release does not come to rest: " + plan);
    }

    void confirm(Proxy proxy) {
        proxy.applied = published.map(weights -> new ProxyFacts.Applied(weights.canary(), weights.total()));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    int canary() {
        return status.weights() == null ? 0 : status.weights().canary();
    }
}
