package dev.serin.bench.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.judge.Answers;
import dev.serin.judge.Draw;
import dev.serin.judge.Histogram;
import dev.serin.plan.AnswerFacts;
import dev.serin.plan.CanaryFacts;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Planner;
import dev.serin.plan.ProxyFacts;
import dev.serin.plan.ServiceFacts;
import dev.serin.plan.TrafficFacts;
import dev.serin.plan.Workload;
import dev.serin.status.Statuses;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One release that goes the operator's whole way, look by look: observed, planned, the status composed, persisted and
 * read back. The clock moves a second with each look; a proxy confirms new weights by the next one. Now and then the status
 * goes through JSON, and the operator starts anew, so that looks are numbered anew.
 */
final class WholeRelease {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One look in so many, on average. */
    private static final int JSON_EVERY = 50;

    private static final int RESTART_EVERY = 300;

    private final CanaryReleaseSpec spec;
    private final Draw chance;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private CanaryReleaseStatus status = CanaryReleaseStatus.EMPTY;
    private Optional<Weights> served = Optional.empty();
    private int epoch;
    private long number;

    WholeRelease(Strategy strategy, Analysis analysis, long seed) {
        spec = new CanaryReleaseSpec(
                DeploymentReference.named("v1"),
                DeploymentReference.named("v2"),
                null,
                new ServiceReference("reporter", 9090, null, ServiceReference.Exposure.Separate),
                strategy,
                null,
                analysis,
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                null);
        chance = new Draw(seed);
        decide(List.of());
    }

    /** A second passes, in which both versions answered this. */
    void look(Answers stable, Answers canary) {
        now = now.plus(SECOND);
        number++;
        if (chance.below(JSON_EVERY) == 0) {
            status = throughJson(status);
        }
        boolean restarts = chance.below(RESTART_EVERY) == 0;
        if (restarts) {
            epoch++;
            number = 0;
        }
        decide(restarts ? List.of() : List.of(new AnswerFacts.Look(number, SECOND, side(stable), side(canary))));
    }

    private void decide(List<AnswerFacts.Look> looks) {
        Observed observed = observe(looks);
        Plan plan = Planner.plan(observed, now);
        status = Statuses.compose(observed, plan, now);
        served = plan.weights();
    }

    private Observed observe(List<AnswerFacts.Look> looks) {
        Optional<ProxyFacts.Applied> applied =
                served.map(weights -> new ProxyFacts.Applied(weights.canary(), weights.total()));
        return new Observed(
                "reporter",
                1,
                spec,
                status,
                false,
                workload("v1"),
                workload("v2"),
                new ServiceFacts(true, List.of(9090)),
                1,
                List.of(new ProxyFacts("p", true, applied, Optional.empty(), Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TrafficFacts(List.of()),
                new CanaryFacts(
                        new AnswerFacts("e" + epoch, looks, true),
                        Optional.empty(),
                        true,
                        List.of(),
                        Optional.empty(),
                        List.of()),
                Optional.empty());
    }

    private static Workload workload(String name) {
        return new Workload(name, true, name, Map.of("app", name), Map.of("app", name), 3, Optional.empty());
    }

    private static AnswerFacts.Side side(Answers answers) {
        long requests = answers.sample().requests();
        long bad = answers.sample().bad();
        return requests == 0
                ? AnswerFacts.Side.NONE
                : new AnswerFacts.Side(Map.of("OK", requests - bad, "UNAVAILABLE", bad), took(answers.latencies()));
    }

    /** Each bucket at its bound, which is one of the judge's too. */
    private static Map<Double, Long> took(Histogram latencies) {
        Map<Double, Long> took = new HashMap<>();
        for (int i = 0; i < latencies.bounds().size(); i++) {
            took.put(latencies.bounds().get(i), latencies.counts().get(i));
        }
        if (!latencies.bounds().isEmpty()) {
            took.put(2 * latencies.bounds().getLast(), latencies.counts().getLast());
        }
        return took;
    }

    private static CanaryReleaseStatus throughJson(CanaryReleaseStatus status) {
        try {
            return JSON.readValue(JSON.writeValueAsString(status), CanaryReleaseStatus.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    CanaryReleaseStatus status() {
        return status;
    }

    /** The share of requests that the proxies send to canary now. */
    double share() {
        return served.map(weights -> (double) weights.canary() / weights.total())
                .orElse(0.0);
    }

    boolean isBack() {
        return status.failure() != null;
    }

    boolean isDone() {
        return status.walk() != null && Objects.requireNonNull(status.walk()).completed();
    }
}
