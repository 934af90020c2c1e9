package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.judge.Answers;
import dev.serin.judge.Judge;
import dev.serin.judge.JudgeState;
import dev.serin.judge.Judgement;
import dev.serin.judge.Judgement.Finding;
import dev.serin.judge.Judgement.Outcome;
import dev.serin.judge.StateText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the latest looks at the proxies to the judge, whose state is in the status. A look is taken once, whoever
 * decides again; what an operator that stopped had seen and not yet written is lost, and is no evidence.
 */
final class Judging {
    private final Observed observed;
    private final Analysis analysis;
    private final Judge judge;
    private final Instant since;
    private final @Nullable AnalysisStatus before;
    private final @Nullable String look;
    private final boolean took;

    /** Goes on from the status, or begins {@code anew}. */
    Judging(Observed observed, Analysis analysis, boolean anew, Instant now) {
        this.observed = observed;
        this.analysis = analysis;
        AnalysisStatus known = observed.status().analysis();
        before = anew ? null : known;
        since = before == null ? now : Times.read(before.since()).orElse(now);
        judge = new Judge(
                Rulings.of(analysis),
                before == null ? JudgeState.NEW : StateText.read(before.state()).orElse(JudgeState.NEW));
        AnswerFacts facts = observed.canaryFacts().answers();
        List<AnswerFacts.Look> news = before == null ? List.of() : after(before.look(), facts);
        took = news.stream().anyMatch(each -> !isEmpty(each.stable()) || !isEmpty(each.canary()));
        if (took) {
            news.forEach(this::take);
        }
        boolean moved = took || before == null;
        look = moved && !facts.looks().isEmpty()
                ? id(facts, facts.looks().getLast())
                : before == null ? null : before.look();
    }

    private static boolean isEmpty(AnswerFacts.Side side) {
        return side.statuses().isEmpty() && side.took().isEmpty();
    }

    private static List<AnswerFacts.Look> after(@Nullable String look, AnswerFacts facts) {
        String prefix = facts.epoch() + ":";
        long known = look != null && look.startsWith(prefix) ? Long.parseLong(look.substring(prefix.length())) : 0;
        return facts.looks().stream().filter(each -> each.number() > known).toList();
    }

    private static String id(AnswerFacts facts, AnswerFacts.Look look) {
        return facts.epoch() + ":" + look.number();
    }

    /** Without weight canary has nothing of its own: its pods may be an earlier revision's. */
    private void take(AnswerFacts.Look each) {
        var statuses = new FailureStatuses(analysis, observed.spec().service().protocol());
        var weights = observed.status().weights();
        boolean asked = weights != null && weights.canary() > 0;
        judge.take(
                each.length(), statuses.answers(each.stable()), asked ? statuses.answers(each.canary()) : Answers.NONE);
    }

    /** When judging this revision began: tells one try of it from the next. */
    String since() {
        return Times.text(since);
    }

    /** What gates answered since then. */
    List<GateStatus> gates() {
        return before == null ? List.of() : before.gates();
    }

    /** Why canary has to go back, if it has to. */
    Optional<Problem> failing() {
        Optional<Problem> crash = observed.canaryFacts().crashes().stream()
                .filter(each -> each.at().map(at -> !at.isBefore(since)).orElse(true))
                .findFirst()
                .map(each -> new Problem(Reasons.PODS_CRASH, "A pod of canary crashed: " + each.words() + "."));
        return crash.or(() -> failed(judge.now()));
    }

    /** The same when the hold is over. */
    Optional<Problem> failingAtEndOfHold() {
        return isMeasured() ? failed(judge.atEndOfHold()) : Optional.empty();
    }

    private Optional<Problem> failed(Judgement judgement) {
        return judgement.outcome() == Outcome.FAILED
                ? Optional.of(new Problem(Rulings.reason(judgement.check()), Rulings.words(judgement, analysis) + "."))
                : Optional.empty();
    }

    /** Whether a hold may end, as far as the numbers go. */
    boolean isGoodAtEndOfHold() {
        return isMeasured() && judge.atEndOfHold().outcome() == Outcome.GOOD;
    }

    /** What cannot be read is not known to be good, however little traffic there may be. */
    private boolean isMeasured() {
        return observed.canaryFacts().answers().complete();
    }

    /** What to write, once it is decided what weight comes next. */
    AnalysisStatus status(Walk next, Optional<Problem> failure) {
        Judgement judgement = judge.now();
        Walk walk = observed.status().walk();
        boolean moves = walk != null && walk.weight() != next.weight() && failure.isEmpty();
        if (moves) {
            judge.nextWeight();
        }
        JudgeState state = judge.state();
        String text = took || moves || before == null ? StateText.write(state) : before.state();
        return new AnalysisStatus(
                Times.text(since),
                failure.isPresent() ? AnalysisStatus.Outcome.Failed : outcome(judgement),
                failure.map(Problem::message).orElseGet(() -> message(judgement)),
                state.canary().requests(),
                state.canary().bad(),
                state.stable().requests(),
                state.stable().bad(),
                String.format(Locale.ROOT, "%.2f", evidence(judgement.findings())),
                look,
                text,
                gates());
    }

    private static AnalysisStatus.Outcome outcome(Judgement judgement) {
        return switch (judgement.outcome()) {
            case FAILED -> AnalysisStatus.Outcome.Failed;
            case GOOD -> AnalysisStatus.Outcome.Good;
            case INCONCLUSIVE -> AnalysisStatus.Outcome.Inconclusive;
        };
    }

    private String message(Judgement judgement) {
        return isMeasured() ? judgement.message() : judgement.message() + "; not every proxy can be read";
    }

    /** In parts of what is beyond doubt, on the scale of its logarithm. */
    private double evidence(List<Finding> findings) {
        double sum = findings.stream()
                .mapToDouble(finding -> Math.exp(Math.min(finding.log(), 500)))
                .sum();
        double needed = -Math.log(analysis.compareToStable().falseAlarm() / 100);
        return Math.max(0, Math.log(sum) / needed);
    }
}
