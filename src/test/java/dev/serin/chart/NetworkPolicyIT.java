package dev.serin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whom the operator's NetworkPolicy lets in; that a network holds to it is the network's business. */
class NetworkPolicyIT {
    private static final Map<String, String> PROXY =
            Map.of("app.kubernetes.io/name", "serin-proxy", "serin.dev/release", "reporter");
    private static final Map<String, String> OTHER = Map.of("app", "reporter");
    private static final Map<String, String> PROMETHEUS = Map.of("app", "prometheus");

    private static JsonNode policy(String... values) {
        return Objects.requireNonNull(
                Manifests.objects(Helm.template(values).orThrow()).get("NetworkPolicy serin-system/serin-operator"));
    }

    private static boolean reaches(JsonNode policy, String port, String namespace, Map<String, String> labels) {
        for (JsonNode rule : policy.at("/spec/ingress")) {
            boolean isOpen = rule.path("from").isEmpty();
            for (JsonNode peer : rule.path("from")) {
                isOpen |= namespaceFits(peer, namespace) && labelsFit(peer.path("podSelector"), labels);
            }
            if (isOpen && rule.path("ports").findValuesAsText("port").contains(port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namespaceFits(JsonNode peer, String namespace) {
        JsonNode names = peer.at("/namespaceSelector/matchExpressions/0/values");
        boolean named = names.isMissingNode();
        for (JsonNode name : names) {
            named |= name.asText().equals(namespace);
        }
        return named;
    }

    private static boolean labelsFit(JsonNode selector, Map<String, String> labels) {
        return selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }

    @Test
    void itIsOfTheOperatorsPodsAndOfAllThatComesIn() {
        JsonNode operator = Objects.requireNonNull(
                Manifests.objects(Helm.template().orThrow()).get("Deployment serin-system/serin-operator"));
        assertThat(policy().at("/spec/podSelector/matchLabels")).isEqualTo(operator.at("/spec/selector/matchLabels"));
        assertThat(policy().at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    }

    @Test
    void onlyProxiesReachTheXdsPort() {
        assertThat(reaches(policy(), "xds", "shop", PROXY)).isTrue();
        assertThat(reaches(policy(), "xds", "shop", OTHER)).isFalse();
        JsonNode few = policy("--set", "watchNamespaces={shop}");
        assertThat(reaches(few, "xds", "shop", PROXY)).isTrue();
        assertThat(reaches(few, "xds", "elsewhere", PROXY)).isFalse();
        assertThat(reaches(few, "xds", "shop", OTHER)).isFalse();
    }

    @Test
    void metricsAreForWhoIsNamed() {
        assertThat(reaches(policy(), "health", "shop", OTHER)).as("the default").isTrue();
        JsonNode limited = policy(
                "--set-json",
                "networkPolicy.metricsFrom=[{\"podSelector\":{\"matchLabels\":{\"app\":\"prometheus\"}}}]");
        assertThat(reaches(limited, "health", "serin-system", PROMETHEUS)).isTrue();
        assertThat(reaches(limited, "health", "serin-system", OTHER)).isFalse();
        assertThat(reaches(limited, "xds", "serin-system", PROMETHEUS)).isFalse();
    }
}
