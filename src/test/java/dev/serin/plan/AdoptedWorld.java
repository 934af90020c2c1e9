package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Weights;
import dev.serin.plan.ProxyFacts.Applied;
import dev.serin.plan.ProxyFacts.InFlight;
import dev.serin.status.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster without a server in which a target is adopted in place: Deployments with their controller, proxies, streams
 * that last, and the shell's writes one by one, before and after each of which a crash can happen. The operator is woken
 * only by what really wakes it: a change that is watched, its own timer, or a look at the proxies.
 */
final class AdoptedWorld {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int DOWN_TICKS = 3;

    /** The operator stops here. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Strategy strategy = Strategy.steps(new Step(10, "20s"), new Step(50, "20s"));
    String keep = "0s";
    Optional<List<String>> missed = Optional.empty();
    boolean paused;
    boolean deleting;
    boolean gone;
    Optional<String> rival = Optional.empty();
    /** What selects canary's pods; empty where no label can be told apart. */
    Map<String, String> canaryLabels = Map.of("app", "reporter-canary");
    /** Canary's pods of this template crash. */
    String bad = "";

    Optional<String> action = Optional.empty();
    int asked;

    final ModelDeployment target = new ModelDeployment("v1", 3);

    @Nullable
    ModelDeployment canary;

    CanaryReleaseStatus status = CanaryReleaseStatus.EMPTY;
    private boolean proxies;
    private Optional<Weights> published = Optional.empty();
    private Optional<Applied> applied = Optional.empty();
    private Optional<InFlight> counted = Optional.empty();
    private final OpenStreams streams = new OpenStreams();
    private Optional<Instant> wakeAt = Optional.empty();
    private @Nullable Observed seen;
    private int down;
    private int ticks;
    int writes;
    /** Which write to crash at, from 1, and whether after it; a crash comes once. */
    int crashAt;

    boolean crashAfter;
    /** Crashes at one in twenty writes, if there is one. */
    @Nullable
    Random chance;

    final List<String> log = new ArrayList<>();

    Observed observe() {
        Stage stage = Optional.ofNullable(status.adoption())
                .map(AdoptionStatus::stage)
                .orElse(Stage.Adopting);
        boolean looked = stage == Stage.Adopting || stage == Stage.Restarting || stage == Stage.Settling;
        Map<String, String> labels = Map.of("app", "reporter");
        String revision = target.template.revision();
        boolean crashes =
                canary != null && canary.endpoints() > 0 && canary.runs().contains(bad);
        return new Observed(
                "reporter",
                1,
                InPlace.spec(strategy, keep, paused),
                status,
                deleting,
                new Workload("reporter", true, revision, labels, labels, target.endpoints(), Optional.empty()),
                new Workload(
                        "reporter-canary",
                        true,
                        revision,
                        canaryLabels,
                        canaryLabels,
                        canary == null ? 0 : canary.endpoints(),
                        Optional.empty()),
                new ServiceFacts(true, List.of(9090)),
                1,
                proxies
                        ? List.of(new ProxyFacts("p1", true, applied, Optional.empty(), Optional.empty(), counted))
                        : List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                action,
                TrafficFacts.NONE,
                new CanaryFacts(
                        new AnswerFacts("e1", List.of(), true),
                        Optional.of(revision),
                        canary != null && canary.isRolledOut(),
                        crashes ? List.of(new CanaryFacts.Crash("pod a", Optional.empty())) : List.of(),
                        action.map(words -> words + asked),
                        List.of()),
                Optional.of(new AdoptedFacts(
                        target.observe(looked),
                        Optional.ofNullable(canary)
                                .map(made -> new AdoptedFacts.Canary(Math.max(made.replicas, made.all()))),
                        rival,
                        missed)));
    }

    /** A person annotates. */
    void ask(String what) {
        action = Optional.of(what);
        asked++;
        tick();
    }

    /** A second passes: controllers, proxies and clients have their turn, then the operator if something wakes it. */
    void tick() {
        now = now.plus(TICK);
        ticks++;
        target.step();
        if (canary != null) {
            canary.step();
        }
        if (down > 0) {
            down--;
        }
        if (down == 0) {
            applied = proxies
                    ? published
                            .map(told -> new Applied(told.canary(), told.total()))
                            .or(() -> applied)
                    : Optional.empty();
        }
        streams.pass(now, applied);
        look();
        if (down == 0 && !gone && isWoken()) {
            operate();
        }
        check();
    }

    private boolean isLooking() {
        return status.adoption() != null && status.adoption().drainingSince() != null;
    }

    private void look() {
        if (isLooking() || ticks % 15 == 0) {
            counted = Optional.of(streams.count(now));
        }
    }

    private boolean isWoken() {
        return isLooking()
                || wakeAt.filter(at -> !at.isAfter(now)).isPresent()
                || seen == null
                || Woken.by(seen, observe());
    }

    /** The operator goes through the release, whatever wakes it. */
    void operate() {
        Observed observed = observe();
        seen = observed;
        try {
            Plan plan = Planner.plan(observed, now);
            CanaryReleaseStatus intended = Statuses.compose(observed, plan, now);
            write("status", !intended.equals(status), () -> status = intended);
            act(plan);
            write("action", action.isPresent(), () -> action = Optional.empty());
            wakeAt = plan.wakeAt();
        } catch (Crash crash) {
            down = DOWN_TICKS;
            seen = null;
            published = Optional.empty();
            counted = Optional.empty();
        }
    }

    private void act(Plan plan) {
        switch (plan.work()) {
            case NOTHING -> {}
            case SERVE -> {
                publish(plan);
                write("proxies", !proxies, () -> proxies = true);
                adopt(plan);
            }
            case RETURN_TO_STABLE -> {
                publish(plan);
                adopt(plan);
            }
            case REMOVE_PROXIES -> {
                adopt(plan);
                write("no proxies", proxies, () -> proxies = false);
            }
            case REMOVE_REST -> {
                adopt(plan);
                write("no finalizer", true, () -> gone = true);
            }
        }
    }

    private void publish(Plan plan) {
        write("weights", !published.equals(plan.weights()), () -> {
            published = plan.weights();
            int told = published.map(Weights::canary).orElse(0);
            int planned = status.walk() == null ? 0 : status.walk().weight();
            require(told <= planned, "a weight of " + told + " above the planned " + planned);
        });
    }

    /** As the shell's Adopter does. */
    private void adopt(Plan plan) {
        AdoptionStatus intended = plan.adoption().orElse(AdoptionStatus.BEGINNING);
        Integer pods = intended.replicas();
        ModelDeployment made = canary;
        if (pods == null) {
            write("no canary", made != null, () -> canary = null);
        } else if (made == null) {
            boolean current = plan.revision().equals(Optional.of(target.template.revision()));
            write("canary", current && pods > 0, () -> canary = new ModelDeployment(target.template.revision(), pods));
        } else {
            write("canary of " + pods, made.replicas != pods, () -> {
                require(
                        pods >= made.replicas || streams.count(now).canary() == 0,
                        "canary's pods go with streams open");
                made.scale(pods);
            });
        }
        Boolean pause = intended.paused();
        if (pause != null) {
            write("pause " + pause, target.paused != pause, () -> {
                require(
                        intended.stage() != Stage.Rolling || streams.count(now).stable() == 0,
                        "the target's pods go with streams open");
                target.pause(pause);
            });
        }
    }

    private void write(String what, boolean needed, Runnable change) {
        if (!needed) {
            return;
        }
        writes++;
        boolean unlucky = chance != null && chance.nextInt(20) == 0;
        boolean after = unlucky ? writes % 2 == 0 : crashAfter;
        boolean crashes = writes == crashAt || unlucky;
        if (crashes && !after) {
            throw new Crash();
        }
        change.run();
        log.add(what);
        check();
        if (crashes) {
            throw new Crash();
        }
    }

    /** What always holds. */
    private void check() {
        applied.ifPresent(told -> {
            require(told.canary() == 0 || (canary != null && canary.endpoints() > 0), "requests to no canary");
            require(told.canary() == told.total() || target.endpoints() > 0, "requests to no stable");
            if (told.canary() > 0 && canary != null) {
                require(
                        canary.runs().equals(List.of(canary.template.revision()))
                                && canary.template.revision().equals(status.canaryRevision()),
                        "canary runs " + canary.runs() + ", judged is " + status.canaryRevision());
            }
        });
        require(bad.isEmpty() || !target.runs().contains(bad), "the target runs " + target.runs());
    }

    private void require(boolean holds, String words) {
        if (!holds) {
            throw new AssertionError(words + "\n" + this);
        }
    }

    @Override
    public String toString() {
        return "%s\ntarget %s\ncanary %s\nadoption %s\nweights %s, walk %s\n%s"
                .formatted(now, target, canary, status.adoption(), status.weights(), status.walk(), status.next());
    }
}
