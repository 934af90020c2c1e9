package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.api.v1alpha1.Walk;
import dev.serin.plan.GateQuestion.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gates of the present revision: which of them are asked now, what they answered, and what follows.
 *
 * <p>What was asked and answered is in the status: a gate that passed for Start or Promotion is not asked again, and a Job
 * is not run again, whoever decides next. A pass for Step that is no Job's counts only while it is fresh, so that an
 * operator that starts anew asks again before a hold ends.
 */
final class Gating {
    private final List<AnalysisGate> gates;
    private final GateBook book;
    private final Point point;
    private final Instant now;
    private final Map<GateQuestion, GateAnswer> answers = new HashMap<>();
    private final Set<GateQuestion> asked = new LinkedHashSet<>();

    private Gating(Observed o, List<GateStatus> before, Point point, Instant now) {
        this.gates = o.spec()
                .judgement()
                .filter(analysis -> Checks.durationIsInvalid(o).isEmpty())
                .map(Analysis::gates)
                .orElse(List.of());
        this.book = new GateBook(before);
        this.point = point;
        this.now = now;
        o.canaryFacts().gates().stream()
                .filter(answer -> isCurrent(answer.question()))
                .forEach(this::take);
    }

    /** While a revision is judged; {@code attempt}: when that began, {@code before}: what was answered since then. */
    static Gating during(Observed o, String revision, String attempt, List<GateStatus> before, Instant now) {
        Walk walk = o.status().walk();
        int weight = walk == null ? 0 : walk.weight();
        return new Gating(
                o,
                before,
                new Point(revision, attempt, weight, o.spec().traffic().totalWeight(), ""),
                now);
    }

    /** After it was sent back: whoever wants to know is told, until they answer or the progress deadline is over. */
    static Gating after(Observed o, Failure failure, List<GateStatus> before, Instant now) {
        String why = failure.reason() + ": " + failure.message();
        int total = o.spec().traffic().totalWeight();
        var told = new Gating(o, before, new Point(failure.revision(), failure.at(), 0, total, why), now);
        Instant end = Times.read(failure.at())
                .orElse(now)
                .plus(GoDuration.parse(o.spec().progressDeadline()));
        if (end.isAfter(now)) {
            told.at(When.RolledBack).filter(each -> !told.isAnswered(each)).forEach(told.asked::add);
        }
        return told;
    }

    private Stream<GateQuestion> at(When when) {
        return gates.stream()
                .filter(gate -> gate.when().contains(when))
                .map(gate -> new GateQuestion(gate, when, point));
    }

    private boolean isCurrent(GateQuestion question) {
        return question.point().equals(point)
                && gates.contains(question.gate())
                && question.gate().when().contains(question.when());
    }

    private void take(GateAnswer answer) {
        GateQuestion question = answer.question();
        boolean again = question.when() == When.Step && !question.isAskedOnce();
        if (again || !book.is(question, State.Passed)) {
            book.take(answer);
        }
        answers.put(question, answer);
    }

    private boolean isAnswered(GateQuestion question) {
        return book.is(question, State.Passed) || book.is(question, State.Failed);
    }

    private boolean passes(GateQuestion question) {
        if (question.when() != When.Step || question.isAskedOnce()) {
            return book.is(question, State.Passed);
        }
        GateAnswer answer = answers.get(question);
        return answer != null
                && answer.state() == State.Passed
                && answer.at().plus(lasts(question.gate())).isAfter(now);
    }

    /** How long an answer says how things are: until the one after the next has to be there. */
    private static Duration lasts(AnalysisGate gate) {
        return GoDuration.parse(gate.interval())
                .plus(GoDuration.parse(gate.timeout()))
                .multipliedBy(2);
    }

    /** Why canary has to go back, if it has to. */
    Optional<Problem> failing() {
        return Stream.of(When.Start, When.Step, When.Promotion)
                .flatMap(this::at)
                .flatMap(question -> book.entry(question).stream()
                        .filter(entry -> entry.failures() > question.gate().failureLimit())
                        .map(entry -> new Problem(
                                Reasons.GATE_FAILED, "Gate " + name(question) + " failed: " + entry.message() + ".")))
                .findFirst();
    }

    /** Asks those that have not passed at this point; whether there is none. */
    boolean allPass(When when) {
        List<GateQuestion> open = at(when).filter(question -> !passes(question)).toList();
        asked.addAll(open);
        return open.isEmpty();
    }

    /** Asks what is asked again and again at a weight. */
    void watch() {
        at(When.Step).forEach(asked::add);
    }

    /** Whether an answer is owed: a Job that runs has a time of its own. */
    boolean isOwed() {
        return asked.stream()
                .filter(question -> !passes(question))
                .anyMatch(question -> !question.isAskedOnce() || book.is(question, State.Inconclusive));
    }

    /** The first gate that is awaited, and what it said. */
    Optional<String> awaited() {
        return words(asked.stream());
    }

    /** What keeps canary from being known as good at this weight. */
    Optional<String> unclear() {
        return words(asked.stream().filter(question -> question.when() == When.Step))
                .map(words -> "gate " + words);
    }

    private Optional<String> words(Stream<GateQuestion> questions) {
        return questions
                .filter(question -> question.when() != When.RolledBack && !passes(question))
                .findFirst()
                .map(question -> name(question) + ": "
                        + book.entry(question).map(GateStatus::message).orElse(GateBook.ASKED));
    }

    private static String name(GateQuestion question) {
        return question.gate().name() + " (" + question.when() + ")";
    }

    /** What is to be asked from now on. */
    List<GateQuestion> questions() {
        return List.copyOf(asked);
    }

    /** What was answered so far, of any weight. */
    List<GateStatus> answered() {
        return book.all();
    }

    /** What to write; {@code weight}: what canary gets from now on, for which alone answers for Step are kept. */
    List<GateStatus> status(int weight, boolean failed) {
        asked.forEach(question -> book.open(question, now));
        return book.of(gates, entry -> failed || entry.when() != When.Step || entry.weight() == weight);
    }
}
