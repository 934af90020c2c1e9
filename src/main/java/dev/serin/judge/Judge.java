package dev.serin.judge;

import dev.serin.judge.Judgement.Check;
import dev.serin.judge.Judgement.Finding;
import dev.serin.judge.Judgement.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges one revision of a canary, from its first request to the end of its release.
 *
 * <p>It is failing when the evidence is beyond doubt, whenever one looks. It is good, at one weight, when it has had
 * enough requests there and its own numbers keep the fixed rules. What is missing is never good.
 */
public final class Judge {
    private final Rules rules;
    private final Checks checks;
    private Sample stable;
    private Sample canary;
    private Answers atThisWeight;
    private double warmSeconds;
    private int weights;

    public Judge(Rules rules) {
        this(rules, JudgeState.NEW);
    }

    /** Goes on from a state; what was seen since it was written is lost, which makes no false alarm more likely. */
    public Judge(Rules rules, JudgeState state) {
        this.rules = rules;
        this.checks = new Checks(rules, state);
        this.stable = state.stable();
        this.canary = state.canary();
        this.atThisWeight = state.atThisWeight();
        this.warmSeconds = state.warmSeconds();
        this.weights = state.weights();
    }

    /** Takes in what both versions answered in an interval. Without canary's answers, stable is learned. */
    public void take(Duration length, Answers ofStable, Answers ofCanary) {
        boolean begun = warmSeconds > 0 || ofCanary.sample().requests() > 0;
        if (begun && warmSeconds < rules.warmUp().toMillis() / 1e3) {
            warmSeconds += length.toMillis() / 1e3;
            return;
        }
        checks.take(ofStable, ofCanary);
        if (begun) {
            stable = stable.plus(ofStable.sample());
        }
        canary = canary.plus(ofCanary.sample());
        atThisWeight = atThisWeight.plus(ofCanary);
        warmSeconds += begun ? length.toMillis() / 1e3 : 0;
    }

    /** Whether canary's first requests are long enough ago. */
    public boolean isWarm() {
        return warmSeconds > 0 && warmSeconds >= rules.warmUp().toMillis() / 1e3;
    }

    /** The weight changes: requests are counted anew for it; the evidence stays. */
    public void nextWeight() {
        atThisWeight = Answers.NONE;
        weights++;
        checks.nextWeight();
    }

    /**
     * Whether canary is known to be no worse than stable at this weight, and good otherwise too, so that its hold may end
     * early: then the numbers, for people.
     *
     * <p>The chance that any hold of a release is ended early though canary is worse by the margin or more is at most
     * {@code falseAlarm}, a budget of its own: whichever is true, canary can only be wronged or let through wrongly, so
     * that the two do not add up. Of it the k-th weight has the part 1/(k(k+1)); these add up to 1. That all comparisons
     * have to show it costs nothing more (R. Berger, Multiparameter hypothesis testing and acceptance sampling, 1982).
     */
    public Optional<String> noWorse() {
        boolean shown = progressOfNoWorse().orElse(0) >= 1;
        if (!shown || now().outcome() != Outcome.GOOD) {
            return Optional.empty();
        }
        Sample sample = atThisWeight.sample();
        return Optional.of(String.format(
                Locale.ROOT,
                "canary is worse than stable by less than %s percentage points, beyond doubt: it failed %d of %d requests"
                        + " at this weight",
                rules.comparison().orElseThrow().margin(),
                sample.bad(),
                sample.requests()));
    }

    /** How far that has come, in parts of what is needed on the scale of its logarithm; empty where it is not asked for. */
    public OptionalDouble progressOfNoWorse() {
        int weight = Math.max(1, weights);
        double needed = -Math.log(rules.falseAlarm()) + Math.log((double) weight * (weight + 1));
        OptionalDouble log = checks.noWorse();
        return log.isPresent() ? OptionalDouble.of(log.getAsDouble() / needed) : log;
    }

    /** What can be said now. */
    public Judgement now() {
        List<Finding> findings = checks.findings();
        double log =
                Evidence.logOfSum(findings.stream().mapToDouble(Finding::log).toArray());
        Optional<Finding> strongest = findings.stream().max(Comparator.comparingDouble(Finding::log));
        if (strongest.isPresent() && log >= -Math.log(rules.falseAlarm())) {
            return new Judgement(
                    Outcome.FAILED,
                    strongest.get().check(),
                    failing(strongest.get().check()),
                    findings);
        }
        return quality(findings);
    }

    private String failing(Check check) {
        String against = switch (check) {
            case FAILURES_AGAINST_STABLE -> ", stable %d of %d meanwhile".formatted(stable.bad(), stable.requests());
            case LATENCY_AGAINST_STABLE ->
                ", and more of its answers than of stable's took longer than %s ms".formatted(checks.slowAbove());
            case LATENCY ->
                ", and too many of its answers took longer than %s ms"
                        .formatted(rules.latency().orElseThrow().max());
            default -> "";
        };
        return "canary failed %d of %d requests%s".formatted(canary.bad(), canary.requests(), against);
    }

    private Judgement quality(List<Finding> findings) {
        Sample sample = atThisWeight.sample();
        if (sample.requests() < Math.max(1, rules.minRequests())) {
            String text = sample.requests() + " of " + Math.max(1, rules.minRequests()) + " requests at this weight";
            return new Judgement(Outcome.INCONCLUSIVE, Check.REQUESTS, text, findings);
        }
        double rate = 100 * (1 - sample.share());
        if (rate < rules.successRateMin().orElse(0)) {
            String text = String.format(
                    Locale.ROOT,
                    "success rate %.2f %% of %d requests, below %s, not beyond doubt",
                    rate,
                    sample.requests(),
                    rules.successRateMin().orElse(0));
            return new Judgement(Outcome.INCONCLUSIVE, Check.SUCCESS_RATE, text, findings);
        }
        return rules.latency()
                .flatMap(limit -> slow(limit, findings))
                .orElseGet(() -> new Judgement(
                        Outcome.GOOD,
                        Check.ALL,
                        String.format(Locale.ROOT, "success rate %.2f %% of %d requests", rate, sample.requests()),
                        findings));
    }

    private Optional<Judgement> slow(Rules.LatencyLimit limit, List<Finding> findings) {
        Histogram latencies = atThisWeight.latencies();
        if (latencies.total() < Math.max(1, rules.minRequests())) {
            String text = "latencies of " + latencies.total() + " requests known at this weight";
            return Optional.of(new Judgement(Outcome.INCONCLUSIVE, Check.LATENCY, text, findings));
        }
        Sample slow = latencies.above(limit.max());
        if (slow.share() <= 1 - limit.percentile() / 100) {
            return Optional.empty();
        }
        String text = String.format(
                Locale.ROOT,
                "%.2f %% of %d requests took longer than %s ms, not beyond doubt",
                100 * slow.share(),
                slow.requests(),
                limit.max());
        return Optional.of(new Judgement(Outcome.INCONCLUSIVE, Check.LATENCY, text, findings));
    }

    /** What can be said when a hold is over: too few requests have the outcome that the rules give them. */
    public Judgement atEndOfHold() {
        Judgement now = now();
        if (now.outcome() != Outcome.INCONCLUSIVE || now.check() != Check.REQUESTS) {
            return now;
        }
        Outcome outcome = switch (rules.onInsufficientTraffic()) {
            case WAIT -> Outcome.INCONCLUSIVE;
            case PASS -> Outcome.GOOD;
            case FAIL -> Outcome.FAILED;
        };
        return new Judgement(outcome, now.check(), now.message(), now.findings());
    }

    public JudgeState state() {
        return checks.state(stable, canary, atThisWeight, warmSeconds, weights);
    }
}
