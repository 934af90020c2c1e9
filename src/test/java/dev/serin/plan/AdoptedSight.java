package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What an operator sees of an {@link AdoptedWorld}. */
final class AdoptedSight {
    private final AdoptedWorld world;

    private AdoptedSight(AdoptedWorld world) {
        this.world = world;
    }

    static Observed of(AdoptedWorld world) {
        return new AdoptedSight(world).observe();
    }

    private AdoptionStatus adoption() {
        return Objects.requireNonNullElse(world.status.adoption(), AdoptionStatus.BEGINNING);
    }

    private Observed observe() {
        Map<String, String> labels = Map.of("app", "reporter");
        String revision = world.target.version();
        ModelDeployment canary = world.canary;
        return new Observed(
                "reporter",
                1,
                InPlace.spec(world.strategy, world.keep, world.paused, world.service.exposure),
                world.status,
                world.deleting,
                new Workload("reporter", true, revision, labels, labels, world.target.endpoints(), Optional.empty()),
                new Workload(
                        "reporter-canary",
                        true,
                        revision,
                        world.canaryLabels,
                        world.canaryLabels,
                        canary == null ? 0 : canary.endpoints(),
                        Optional.empty()),
                world.service.facts(world.target, Optional.ofNullable(world.status.takeover())),
                1,
                world.proxies
                        ? List.of(new ProxyFacts(
                                "p1", true, world.applied, Optional.empty(), Optional.empty(), world.counted))
                        : List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                world.action,
                TrafficFacts.NONE,
                judged(revision, canary != null && canary.endpoints() > 0 && world.isBad(canary)),
                Optional.of(adopted()));
    }

    private CanaryFacts judged(String revision, boolean crashes) {
        ModelDeployment canary = world.canary;
        return new CanaryFacts(
                new AnswerFacts("e1", List.of(), true),
                Optional.of(revision),
                canary != null && canary.isRolledOut(),
                crashes ? List.of(new CanaryFacts.Crash("pod a", Optional.empty())) : List.of(),
                world.action.map(words -> words + world.asked),
                List.of());
    }

    private AdoptedFacts adopted() {
        Stage stage = adoption().stage();
        boolean looked = stage == Stage.Adopting || stage == Stage.Restarting || stage == Stage.Settling;
        return new AdoptedFacts(
                world.target.observe(looked, this::rolledOut),
                Optional.ofNullable(world.canary)
                        .map(made -> new AdoptedFacts.Canary(Math.max(made.replicas, made.all()))),
                world.rival,
                world.missed);
    }

    /** As the shell knows it: from what was persisted while a rollout is under way, else from what there is. */
    private String rolledOut(String revision) {
        ModelDeployment made = world.canary;
        if (adoption().stage() == Stage.Settling
                && made != null
                && ModelDeployment.version(revision, made.content).equals(world.status.canaryRevision())) {
            return made.content;
        }
        String stable = adoption().revision();
        boolean known =
                adoption().stage() != Stage.Adopting && stable != null && stable.split("-", 2)[0].equals(revision);
        return known ? String.join("", adoption().sourcesOrNone().stable().values()) : world.target.content;
    }
}
