package dev.serin.observe;

import dev.serin.analysis.AnswerMeter;
import dev.serin.analysis.AnswersSeen;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.gates.GateAsker;
import dev.serin.plan.AnswerFacts;
import dev.serin.plan.CanaryFacts;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what a judgement of canary depends on. */
final class Judged {
    private final AnswerMeter<ReleaseKey> answers;
    private final GateAsker<ReleaseKey> gates;
    private final KubernetesClient client;

    Judged(AnswerMeter<ReleaseKey> answers, GateAsker<ReleaseKey> gates, KubernetesClient client) {
        this.gates = gates;
        this.answers = answers;
        this.client = client;
    }

    /**
     * {@code canary} may not be there yet, where it is made from another Deployment, {@code template}; {@code pods}: the
     * names of its pods by their addresses.
     */
    CanaryFacts observe(
            CanaryRelease release,
            Optional<Deployment> canary,
            Optional<Deployment> template,
            Map<String, String> pods) {
        var key = Observer.key(release);
        return new CanaryFacts(
                answers.seen(key).map(seen -> facts(seen, pods)).orElse(AnswerFacts.NONE),
                template.flatMap(CanaryPods::image),
                canary.map(CanaryPods::areReplaced).orElse(false),
                release.getSpec().judgement().isEmpty()
                        ? List.of()
                        : canary.map(this::crashes).orElse(List.of()),
                Asked.of(release)
                        .flatMap(asked ->
                                Observer.action(release).map(action -> action + " " + asked.by() + " " + asked.at())),
                gates.answers(key));
    }

    /** Asked for and not watched, so that no watch on all pods of all namespaces is needed. */
    private List<CanaryFacts.Crash> crashes(Deployment deployment) {
        Map<String, String> selector = Selectors.of(deployment);
        return selector.isEmpty()
                ? List.of()
                : CanaryPods.crashes(
                        deployment,
                        client.pods()
                                .inNamespace(deployment.getMetadata().getNamespace())
                                .withLabels(selector)
                                .list()
                                .getItems());
    }

    private static AnswerFacts facts(AnswersSeen seen, Map<String, String> pods) {
        return new AnswerFacts(
                seen.epoch(),
                seen.looks().stream()
                        .map(look -> new AnswerFacts.Look(
                                look.number(),
                                look.length(),
                                side(look.stable()),
                                side(look.canary()),
                                named(look.pods(), pods)))
                        .toList(),
                seen.begun() && seen.complete());
    }

    /** Those that are still there. */
    private static Map<String, Map<String, Long>> named(
            Map<String, Map<String, Long>> byAddress, Map<String, String> names) {
        Map<String, Map<String, Long>> byName = new HashMap<>();
        byAddress.forEach((address, ended) -> {
            String name = names.get(address);
            if (name != null) {
                byName.put(name, ended);
            }
        });
        return byName;
    }

    private static AnswerFacts.Side side(AnswersSeen.Side side) {
        return new AnswerFacts.Side(side.statuses(), side.took());
    }
}
