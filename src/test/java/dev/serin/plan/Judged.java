package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.Analysis.CompareToStable;
import dev.serin.api.v1alpha1.Analysis.Insufficient;
import dev.serin.api.v1alpha1.AnalysisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link World} whose canary is judged: traffic at its weight, looks at it, and people's annotations. */
final class Judged {
    static final Duration LOOK = Duration.ofSeconds(5);

    final World world = new World();
    private final List<AnswerFacts.Look> looks = new ArrayList<>();
    private String epoch = "e1";
    private long number;
    private int asked;
    boolean complete = true;
    boolean replaced = true;
    List<CanaryFacts.Crash> crashes = List.of();
    List<GateAnswer> gates = List.of();
    long perLook = 1000;
    double canaryFails;
    double stableFails;

    Judged() {
        world.analysis = analysis(Insufficient.Wait, null);
    }

    static Analysis analysis(Insufficient insufficient, Analysis.@Nullable SuccessRate rate) {
        return new Analysis(null, rate, null, CompareToStable.DEFAULT, null, null, insufficient, "0s", null);
    }

    void facts() {
        world.canaryFacts = new CanaryFacts(
                new AnswerFacts(epoch, looks, complete),
                Optional.of("reporter:2"),
                replaced,
                crashes,
                world.action.map(action -> action + asked),
                gates);
    }

    /** Time passes, and proxies are looked at. */
    void look() {
        world.pass(LOOK);
        long canary = perLook * world.canary() / 100;
        number++;
        looks.add(new AnswerFacts.Look(number, LOOK, side(perLook - canary, stableFails), side(canary, canaryFails)));
        settle();
    }

    void look(int times) {
        for (int i = 0; i < times; i++) {
            look();
        }
    }

    private static AnswerFacts.Side side(long requests, double fails) {
        long failed = Math.round(requests * fails);
        return requests == 0
                ? AnswerFacts.Side.NONE
                : new AnswerFacts.Side(Map.of("OK", requests - failed, "UNAVAILABLE", failed), Map.of(3.0, requests));
    }

    Plan settle() {
        facts();
        return world.settle();
    }

    /** The operator starts anew: looks are counted anew. */
    void restart() {
        epoch = epoch + "'";
        looks.clear();
        number = 0;
    }

    /** A person annotates; the annotation is taken away as the shell does it. */
    Plan ask(String action) {
        asked++;
        world.action = Optional.of(action);
        facts();
        Plan plan = world.persist();
        world.publish(plan);
        world.action = Optional.empty();
        settle();
        return plan;
    }

    AnalysisStatus analysed() {
        return Objects.requireNonNull(world.status.analysis());
    }

    String failure() {
        return world.status.failure() == null ? "" : world.status.failure().reason();
    }

    void crash(String words, @Nullable Instant at) {
        crashes = List.of(new CanaryFacts.Crash(words, Optional.ofNullable(at)));
    }
}
