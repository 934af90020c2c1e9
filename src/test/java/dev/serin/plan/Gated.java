package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@link Judged} release with gates, and somebody who answers what is asked. */
final class Gated {
    final Judged judged = new Judged();
    final World world = judged.world;
    /** What each gate says, by name and point in time; where there is nothing it does not answer. */
    final Map<String, State> says = new HashMap<>();

    /** What each gate said last. */
    final Map<String, State> said = new HashMap<>();

    List<GateQuestion> asked = List.of();

    Gated(AnalysisGate... gates) {
        world.analysis =
                new Analysis(null, null, null, null, null, null, Analysis.Insufficient.Pass, "0s", List.of(gates));
    }

    /** At its first weight, 10, or before it. */
    static Gated begin(AnalysisGate... gates) {
        var gated = new Gated(gates);
        gated.world.strategy = Strategy.steps(new Step(10, "1m"), new Step(50, "1m"), new Step(100, "0s"));
        gated.settle();
        return gated;
    }

    static AnalysisGate webhook(String name, int failureLimit, When... when) {
        return new AnalysisGate(
                name,
                List.of(when),
                null,
                new AnalysisGate.Webhook("http://gates/" + name, null),
                null,
                null,
                failureLimit);
    }

    static AnalysisGate job(String name, When... when) {
        return new AnalysisGate(name, List.of(when), null, null, new AnalysisGate.Job(name, null), null, null);
    }

    void says(String gate, When when, State state) {
        says.put(gate + " " + when, state);
    }

    /** The planner decides until it comes to rest, without a new answer. */
    Plan settle() {
        Plan plan = judged.settle();
        asked = plan.course().questions();
        return plan;
    }

    /** What is asked is answered, once. */
    Plan answer() {
        judged.gates = asked.stream().flatMap(this::answer).toList();
        Plan plan = settle();
        // Only what is still asked is still known.
        judged.gates = judged.gates.stream()
                .filter(answer -> asked.contains(answer.question()))
                .toList();
        return plan;
    }

    private Stream<GateAnswer> answer(GateQuestion question) {
        String gate = question.gate().name() + " " + question.when();
        Optional.ofNullable(says.get(gate)).ifPresent(state -> said.put(gate, state));
        return Optional.ofNullable(says.get(gate)).stream()
                .map(state -> new GateAnswer(question, state, Optional.empty(), gate + " says " + state, world.now));
    }

    /** Time passes in which canary answers well and each gate is asked again and again. */
    void pass(Duration time) {
        for (long i = 0; i < time.dividedBy(Judged.LOOK); i++) {
            judged.look();
            settle();
            answer();
        }
    }

    /** An operator begins anew, which has no answers. */
    void restart() {
        judged.restart();
        judged.gates = List.of();
        settle();
    }

    List<GateStatus> answered() {
        return world.status.analysis() == null
                ? List.of()
                : world.status.analysis().gates();
    }

    State state(String gate, When when) {
        return answered().stream()
                .filter(entry -> entry.name().equals(gate) && entry.when() == when)
                .map(GateStatus::state)
                .findFirst()
                .orElseThrow();
    }

    String reason() {
        return world.status.condition("Progressing").orElseThrow().reason();
    }
}
