package dev.serin.judge;

import dev.serin.judge.Judgement.Check;
import java.util.List;
import java.util.Map;

/**
 * What a judge knows, to be kept and gone on from; see {@link StateText}.
 *
 * @param evidence each check's evidence
 * @param learnedRequests requests that stable's share of failures was learned from
 * @param learnedBad how many of them failed
 * @param slowAbove above how many milliseconds an answer is slow; 0 while that is not known
 * @param stable stable's requests since canary's first one
 * @param canary canary's requests
 * @param atThisWeight canary's answers at the present weight
 * @param warmSeconds how long ago canary's first request was
 * @param pending what each comparison has of a block of requests that has not ended
 * @param stableLatencies stable's latencies that its percentile is learned from
 * @param noWorse each comparison's evidence that canary is no worse at the present weight
 * @param weights how many weights canary has had, with the present one
 */
public record JudgeState(
        Map<Check, List<Double>> evidence,
        double learnedRequests,
        double learnedBad,
        double slowAbove,
        Sample stable,
        Sample canary,
        Answers atThisWeight,
        double warmSeconds,
        Map<Check, Pending> pending,
        Histogram stableLatencies,
        Map<Check, List<Double>> noWorse,
        int weights) {
    public static final JudgeState NEW = new JudgeState(
            Map.of(), 0, 0, 0, Sample.NONE, Sample.NONE, Answers.NONE, 0, Map.of(), Histogram.NONE, Map.of(), 0);

    /** The beginning of a block. */
    public record Pending(Sample stable, Sample canary) {
        static final Pending NONE = new Pending(Sample.NONE, Sample.NONE);
    }

    public JudgeState {
        evidence = Map.copyOf(evidence);
        pending = Map.copyOf(pending);
        noWorse = Map.copyOf(noWorse);
    }

    NoWorse noWorse(Check check) {
        List<Double> known = noWorse.get(check);
        return known == null ? new NoWorse() : new NoWorse(known);
    }

    Pending pending(Check check) {
        return pending.getOrDefault(check, Pending.NONE);
    }

    Evidence evidence(Check check) {
        List<Double> known = evidence.get(check);
        return known == null ? new Evidence() : new Evidence(known);
    }
}
