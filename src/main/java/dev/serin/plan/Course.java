package dev.serin.plan;

import dev.serin.api.v1alpha1.AnalysisStatus;
import dev.serin.api.v1alpha1.Failure;
import dev.serin.api.v1alpha1.PastRelease;
import dev.serin.api.v1alpha1.People;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What numbers and people have decided of a release.
 *
 * @param failure why the present revision was sent back
 * @param analysis how it was judged
 * @param people what people have asked for
 * @param history the last releases, the latest first
 * @param isJudged whether canary's answers have to be looked at
 * @param questions what the gates have to be asked, from now on and nothing else
 * @param gate the gate that is awaited, and what it said
 * @param opens when steps may begin again; empty unless that is awaited
 * @param answer what to tell the person who asks for an action
 */
public record Course(
        Optional<Failure> failure,
        Optional<AnalysisStatus> analysis,
        Optional<People> people,
        List<PastRelease> history,
        boolean isJudged,
        List<GateQuestion> questions,
        Optional<String> gate,
        Optional<Instant> opens,
        Optional<Answer> answer) {
    public Course {
        history = List.copyOf(history);
        questions = List.copyOf(questions);
    }

    /** All as it was. */
    static Course unchanged(Observed observed) {
        return new Course(
                Optional.ofNullable(observed.status().failure()),
                Optional.ofNullable(observed.status().analysis()),
                Optional.ofNullable(observed.status().people()),
                observed.status().history(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether a person paused the release by an action. */
    public boolean pausedByPerson() {
        return people.map(People::paused).orElse(false);
    }
}
