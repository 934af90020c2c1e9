package dev.serin.judge;

import dev.serin.judge.Judgement.Check;
import dev.serin.judge.Judgement.Finding;
import dev.serin.judge.Rules.AgainstStable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The sequential tests that the rules ask for. They share one bet, most of it on failures compared with stable's, so
 * that the chance of a false alarm holds for all of them together.
 */
final class Checks {
    private final Map<Check, Evidence> evidence = new EnumMap<>(Check.class);
    private final Map<Check, NoWorse> noWorse = new EnumMap<>(Check.class);
    private final @Nullable Comparison failures;
    private final @Nullable LatencyComparison slowness;
    private final @Nullable LimitCheck successRate;
    private final @Nullable LimitCheck latency;
    private final Rules rules;

    Checks(Rules rules, JudgeState state) {
        this.rules = rules;
        AgainstStable against = rules.comparison().orElse(null);
        failures = against == null || !against.failures()
                ? null
                : comparison(
                        against, Check.FAILURES_AGAINST_STABLE, state, state.learnedRequests(), state.learnedBad());
        slowness = against == null || against.percentile().isEmpty()
                ? null
                : new LatencyComparison(
                        against.percentile().getAsDouble(),
                        comparison(against, Check.LATENCY_AGAINST_STABLE, state, 0, 0),
                        state.slowAbove() > 0 ? OptionalDouble.of(state.slowAbove()) : OptionalDouble.empty(),
                        state.stableLatencies());
        successRate = rules.successRateMin().isEmpty()
                ? null
                : limit(1 - rules.successRateMin().getAsDouble() / 100, Check.SUCCESS_RATE, state);
        latency = rules.latency()
                .map(limit -> limit(1 - limit.percentile() / 100, Check.LATENCY, state))
                .orElse(null);
    }

    private Comparison comparison(AgainstStable against, Check check, JudgeState state, double requests, double bad) {
        // A difference of nothing at all cannot be ruled out.
        NoWorse opposite =
                against.early() && against.margin() > 0 ? noWorse.computeIfAbsent(check, state::noWorse) : null;
        return new Comparison(
                against.margin() / 100, evidence(check, state), opposite, requests, bad, state.pending(check));
    }

    private LimitCheck limit(double share, Check check, JudgeState state) {
        return new LimitCheck(share, evidence(check, state));
    }

    private Evidence evidence(Check check, JudgeState state) {
        return evidence.computeIfAbsent(check, state::evidence);
    }

    private static Map<Check, List<Double>> numbers(Map<Check, NoWorse> noWorse) {
        Map<Check, List<Double>> numbers = new EnumMap<>(Check.class);
        noWorse.forEach((check, each) -> numbers.put(check, each.numbers()));
        return numbers;
    }

    private static double stake(Check check) {
        return check == Check.FAILURES_AGAINST_STABLE ? 4 : 1;
    }

    void take(Answers stable, Answers canary) {
        if (failures != null) {
            failures.take(stable.sample(), canary.sample());
        }
        if (slowness != null) {
            slowness.take(stable.latencies(), canary.latencies());
        }
        if (successRate != null) {
            successRate.take(canary.sample());
        }
        if (latency != null) {
            latency.take(canary.latencies().above(rules.latency().orElseThrow().max()));
        }
    }

    /** Above how many milliseconds an answer is slow; 0 while that is not known. */
    double slowAbove() {
        return slowness == null ? 0 : slowness.slow().orElse(0);
    }

    /** Each test's evidence with its share of the bet. */
    List<Finding> findings() {
        double all = evidence.keySet().stream().mapToDouble(Checks::stake).sum();
        List<Finding> findings = new ArrayList<>();
        evidence.forEach((check, each) -> findings.add(new Finding(check, Math.log(stake(check) / all) + each.log())));
        return findings;
    }

    /** Another weight: that canary is no worse has to be seen anew. */
    void nextWeight() {
        noWorse.values().forEach(NoWorse::beginAnew);
    }

    /**
     * How far the evidence has come that canary is no worse, as the natural logarithm of what a stake of 1 has become:
     * of all comparisons the least, as each of them has to show it. Empty where that is not asked for.
     */
    OptionalDouble noWorse() {
        return noWorse.values().stream().mapToDouble(NoWorse::most).min();
    }

    /** What is to be kept of it, beside the sums. */
    JudgeState state(Sample stable, Sample canary, Answers atThisWeight, double warmSeconds, int weights) {
        Map<Check, List<Double>> logs = new EnumMap<>(Check.class);
        evidence.forEach((check, each) -> logs.put(check, each.numbers()));
        Map<Check, JudgeState.Pending> pending = new EnumMap<>(Check.class);
        if (failures != null) {
            pending.put(Check.FAILURES_AGAINST_STABLE, failures.pending());
        }
        if (slowness != null) {
            pending.put(Check.LATENCY_AGAINST_STABLE, slowness.comparison().pending());
        }
        return new JudgeState(
                logs,
                failures == null ? 0 : failures.learnedRequests(),
                failures == null ? 0 : failures.learnedBad(),
                slowAbove(),
                stable,
                canary,
                atThisWeight,
                warmSeconds,
                pending,
                slowness == null ? Histogram.NONE : slowness.learned(),
                numbers(noWorse),
                weights);
    }
}
