package dev.serin.plan;

import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus;
import dev.serin.api.v1alpha1.GateStatus.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the gates answered: one entry for each gate and point in time, as {@code status.analysis.gates} has them. */
final class GateBook {
    static final String ASKED = "is asked";

    private final Map<Key, GateStatus> entries = new LinkedHashMap<>();

    private record Key(String name, When when) {}

    GateBook(List<GateStatus> before) {
        before.forEach(entry -> entries.put(new Key(entry.name(), entry.when()), entry));
    }

    private static Key key(GateQuestion question) {
        return new Key(question.gate().name(), question.when());
    }

    /** What is known of a question; what was answered at another weight is not about it. */
    Optional<GateStatus> entry(GateQuestion question) {
        return Optional.ofNullable(entries.get(key(question)))
                .filter(entry -> entry.weight() == question.point().weight());
    }

    boolean is(GateQuestion question, State state) {
        return entry(question).filter(entry -> entry.state() == state).isPresent();
    }

    /** Takes an answer in once. One that says what is known already changes nothing, unless failures are counted. */
    void take(GateAnswer answer) {
        Optional<GateStatus> known = entry(answer.question());
        String at = Times.text(answer.at());
        boolean taken = known.filter(
                        entry -> entry.state() == answer.state() && entry.at().equals(at))
                .isPresent();
        GateStatus next = new GateStatus(
                answer.question().gate().name(),
                answer.question().when(),
                answer.question().point().weight(),
                answer.state(),
                answer.value().orElse(null),
                answer.message(),
                known.map(GateStatus::failures).orElse(0) + (answer.state() == State.Failed ? 1 : 0),
                at);
        if (!taken && known.filter(entry -> saysTheSame(entry, next)).isEmpty()) {
            entries.put(key(answer.question()), next);
        }
    }

    private static boolean saysTheSame(GateStatus one, GateStatus other) {
        return one.state() == other.state()
                && Objects.equals(one.value(), other.value())
                && one.message().equals(other.message())
                && one.failures() == other.failures();
    }

    /** Notes that a question is asked, before it is. */
    void open(GateQuestion question, Instant now) {
        if (entry(question).isEmpty()) {
            entries.put(
                    key(question),
                    new GateStatus(
                            question.gate().name(),
                            question.when(),
                            question.point().weight(),
                            State.Running,
                            null,
                            ASKED,
                            0,
                            Times.text(now)));
        }
    }

    List<GateStatus> all() {
        return List.copyOf(entries.values());
    }

    /** The entries of these gates, in their order, as far as they are still wanted. */
    List<GateStatus> of(List<AnalysisGate> gates, Predicate<GateStatus> wanted) {
        return gates.stream()
                .flatMap(gate -> Stream.of(When.values()).map(when -> new Key(gate.name(), when)))
                .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                .filter(wanted)
                .toList();
    }
}
