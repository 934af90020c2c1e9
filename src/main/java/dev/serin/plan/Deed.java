package dev.serin.plan;

import dev.serin.api.v1alpha1.People;
import dev.serin.api.v1alpha1.Step;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for by the annotation {@code serin.dev/action}, and what follows from it.
 *
 * <p>The annotation stands until after the status says that it was taken up; an operator that stops in between finds it
 * again and does nothing twice.
 *
 * @param people what people have asked for, as far as it still holds
 * @param kind what is asked for now and may be done; empty otherwise
 * @param answer what to tell of the annotation; empty where there is none of these
 */
record Deed(People people, Optional<Kind> kind, Optional<Answer> answer) {
    /** What can be asked for, by the annotation's value in lower case; {@code rebalance} is {@link Rebalancer}'s. */
    enum Kind {
        APPROVE,
        PROMOTE,
        ABORT,
        RETRY,
        PAUSE,
        RESUME
    }

    static Deed of(Observed o) {
        People before = Optional.ofNullable(o.status().people()).orElse(People.NOBODY);
        Optional<Kind> asked = o.action().flatMap(Deed::kind);
        if (asked.isEmpty()) {
            return new Deed(taken(before, null), Optional.empty(), Optional.empty());
        }
        String id = o.canaryFacts().asked().orElseGet(() -> o.action().orElse(""));
        if (id.equals(before.taken())) {
            return new Deed(before, Optional.empty(), Optional.of(Answer.DONE));
        }
        return refusal(asked.get(), o, before)
                .map(why -> new Deed(taken(before, id), Optional.empty(), Optional.of(new Answer(Optional.of(why)))))
                .orElseGet(() -> new Deed(taken(after(asked.get(), o, before), id), asked, Optional.of(Answer.DONE)));
    }

    private static Optional<Kind> kind(String action) {
        return List.of(Kind.values()).stream()
                .filter(kind -> kind.name().equals(action.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private static People taken(People people, @Nullable String id) {
        return new People(people.paused(), people.promoted(), people.approvedWeight(), id);
    }

    private static People after(Kind kind, Observed o, People before) {
        return switch (kind) {
            case APPROVE -> new People(before.paused(), before.promoted(), weight(o), null);
            case PROMOTE -> new People(before.paused(), true, before.approvedWeight(), null);
            case ABORT, RETRY -> new People(before.paused(), false, null, null);
            case PAUSE -> new People(true, before.promoted(), before.approvedWeight(), null);
            case RESUME -> new People(false, before.promoted(), before.approvedWeight(), null);
        };
    }

    private static Optional<String> refusal(Kind kind, Observed o, People before) {
        boolean failed = o.status().failure() != null;
        Optional<String> over = ended(o);
        return switch (kind) {
            case APPROVE ->
                unless(stepAt(o).filter(Deed::needsApproval).isPresent(), "The present step needs no approval.");
            case PROMOTE ->
                over.or(() -> unless(
                        steps(o).isPresent(),
                        "There are no steps: set spec.strategy.weight to what canary shall get."));
            case ABORT -> over.or(() -> unless(!failed, "This revision has been sent back already."));
            case RETRY -> unless(failed, "This revision has not been sent back: there is nothing to try again.");
            case PAUSE -> unless(!before.paused(), "The release is paused already.");
            case RESUME ->
                o.spec().paused()
                        ? Optional.of("spec.paused is true: set it to false to go on.")
                        : unless(before.paused(), "The release is not paused.");
        };
    }

    /** Why there is no release that could be promoted or sent back, where the target is adopted in place. */
    private static Optional<String> ended(Observed o) {
        return Adoption.stage(o).flatMap(stage -> switch (stage) {
            case Releasing, Promoting, Rejected -> Optional.empty();
            case Adopting, Idle, Restarting ->
                Optional.of("No release is under way: a changed pod template of the target begins one.");
            case Rolling, Settling ->
                Optional.of("The target is taking canary's pod template over: to go back, give it the one before.");
            case Returning -> Optional.of("The release has come to its end: canary is going.");
        });
    }

    private static Optional<String> unless(boolean possible, String why) {
        return possible ? Optional.empty() : Optional.of(why);
    }

    static boolean needsApproval(Step step) {
        return step.approval() == Step.Approval.Required;
    }

    private static Optional<List<Step>> steps(Observed o) {
        return Optional.ofNullable(o.spec().strategy().steps()).filter(Predicate.not(List::isEmpty));
    }

    private static @Nullable Integer weight(Observed o) {
        return o.status().walk() == null ? null : o.status().walk().weight();
    }

    /** The step whose weight canary has. */
    private static Optional<Step> stepAt(Observed o) {
        return steps(o).stream()
                .flatMap(List::stream)
                .filter(step -> Objects.equals(step.weight(), weight(o)))
                .findFirst();
    }
}
