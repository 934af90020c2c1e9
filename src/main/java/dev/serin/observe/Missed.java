package dev.serin.observe;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.plan.Workload;
import dev.serin.resources.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what selects the pods of a target that is adopted in place, and would miss those of its canary. */
final class Missed {
    private final KubernetesClient client;

    Missed(KubernetesClient client) {
        this.client = client;
    }

    /** What there is, by kind and name; empty while it is not looked at: asked for and not watched, before a first weight. */
    Optional<List<String>> by(CanaryRelease release, Workload stable, Workload canary) {
        return matters(release.getStatus())
                        && stable.exists()
                        && !canary.selector().isEmpty()
                ? Optional.of(list(release, stable.podLabels(), canary.podLabels()))
                : Optional.empty();
    }

    private static boolean matters(@Nullable CanaryReleaseStatus status) {
        AdoptionStatus adoption = status == null ? null : status.adoption();
        Stage stage = adoption == null ? Stage.Adopting : adoption.stage();
        boolean none =
                status == null || status.weights() == null || status.weights().canary() == 0;
        return none && (stage == Stage.Adopting || stage == Stage.Idle || stage == Stage.Releasing);
    }

    private List<String> list(CanaryRelease release, Map<String, String> stable, Map<String, String> canary) {
        String namespace = release.getMetadata().getNamespace();
        var policies = client.network().v1().networkPolicies().inNamespace(namespace);
        var budgets = client.policy().v1().podDisruptionBudget().inNamespace(namespace);
        Stream<? extends HasMetadata> missing = Stream.of(
                        policies.list().getItems().stream()
                                .filter(policy -> selectors(policy).anyMatch(each -> misses(each, stable, canary))),
                        budgets.list().getItems().stream()
                                .filter(budget -> misses(budget.getSpec().getSelector(), stable, canary)),
                        client.services().inNamespace(namespace).list().getItems().stream()
                                .filter(service -> misses(service, stable, canary))
                                .filter(service -> !service.getMetadata()
                                        .getName()
                                        .equals(release.getSpec().service().name())))
                .flatMap(each -> each);
        return missing.filter(object -> !isSerins(object))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Whom the policy is about, and whom it lets in or out of this namespace; others it names by their labels, too. */
    private static Stream<LabelSelector> selectors(NetworkPolicy policy) {
        var spec = policy.getSpec();
        Stream<NetworkPolicyPeer> peers = Stream.concat(
                spec.getIngress().stream().flatMap(rule -> rule.getFrom().stream()),
                spec.getEgress().stream().flatMap(rule -> rule.getTo().stream()));
        return Stream.concat(
                Stream.ofNullable(spec.getPodSelector()),
                peers.filter(peer -> peer.getNamespaceSelector() == null)
                        .flatMap(peer -> Stream.ofNullable(peer.getPodSelector())));
    }

    private static boolean misses(
            @Nullable LabelSelector selector, Map<String, String> stable, Map<String, String> canary) {
        return LabelMatch.matches(selector, stable) && !LabelMatch.matches(selector, canary);
    }

    private static boolean misses(Service service, Map<String, String> stable, Map<String, String> canary) {
        Map<String, String> selector =
                Optional.ofNullable(service.getSpec().getSelector()).orElse(Map.of());
        return !selector.isEmpty() && LabelMatch.matches(selector, stable) && !LabelMatch.matches(selector, canary);
    }

    private static boolean isSerins(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .filter(labels -> labels.containsKey(Labels.RELEASE))
                .isPresent();
    }
}
