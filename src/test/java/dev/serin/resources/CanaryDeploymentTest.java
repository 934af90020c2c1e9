package dev.serin.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.ServiceReference;
import dev.serin.api.v1alpha1.Strategy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the canary Deployment has of the target, and what not. */
class CanaryDeploymentTest {
    private static final Map<String, String> SELECTOR = Map.of("app.kubernetes.io/name", "reporter", "tier", "web");

    private static Deployment target() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("reporter")
                .addToAnnotations("deployment.kubernetes.io/revision", "7")
                .endMetadata()
                .withNewSpec()
                .withReplicas(9)
                .withPaused(true)
                .withMinReadySeconds(5)
                .withNewSelector()
                .withMatchLabels(SELECTOR)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app.kubernetes.io/name", "reporter", "tier", "web", "team", "blue"))
                .addToAnnotations("example.com/note", "kept")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("reporter:2")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static ReleaseContext context() {
        return new ReleaseContext(
                "shop",
                "reporter",
                "u1",
                new CanaryReleaseSpec(
                        DeploymentReference.named("reporter"),
                        null,
                        null,
                        new ServiceReference("reporter", 9090, null, null),
                        Strategy.weight(10),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        null,
                        null),
                XdsEndpoint.open("serin-xds.serin-system:18000"),
                SELECTOR,
                CanaryDeployment.selector(SELECTOR, null),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void oneLabelOfTheSelectorIsAnother() {
        assertThat(CanaryDeployment.selector(SELECTOR, null))
                .isEqualTo(Map.of("app.kubernetes.io/name", "reporter-canary", "tier", "web"));
        assertThat(CanaryDeployment.selector(SELECTOR, "tier"))
                .isEqualTo(Map.of("app.kubernetes.io/name", "reporter", "tier", "web-canary"));
        assertThat(CanaryDeployment.selector(Map.of("z", "1", "b", "2"), null))
                .as("else the first")
                .isEqualTo(Map.of("z", "1", "b", "2-canary"));
    }

    @Test
    void aLabelThatIsNotThereOrGetsTooLongIsUnusable() {
        assertThat(CanaryDeployment.selector(SELECTOR, "team")).isEmpty();
        assertThat(CanaryDeployment.selector(Map.of("app", "a".repeat(56)), null))
                .hasSize(1);
        assertThat(CanaryDeployment.selector(Map.of("app", "a".repeat(57)), null))
                .isEmpty();
    }

    @Test
    void itsPodsAreTheTargetsButForThatLabel() {
        Deployment canary = CanaryDeployment.of(context(), target(), 2);
        assertThat(canary.getMetadata().getName()).isEqualTo("reporter-canary");
        assertThat(canary.getSpec().getReplicas()).isEqualTo(2);
        assertThat(canary.getSpec().getPaused()).isNull();
        assertThat(canary.getSpec().getMinReadySeconds()).isEqualTo(5);
        assertThat(canary.getSpec().getTemplate().getMetadata().getLabels())
                .as("serin.dev/release is the proxies' alone")
                .isEqualTo(Map.of("app.kubernetes.io/name", "reporter-canary", "tier", "web", "team", "blue"));
        assertThat(canary.getSpec().getTemplate().getMetadata().getAnnotations())
                .isEqualTo(Map.of("example.com/note", "kept"));
        assertThat(canary.getSpec().getTemplate().getSpec())
                .isEqualTo(target().getSpec().getTemplate().getSpec());
    }

    @Test
    void itIsScaledWithTheTemplateThatItHas() {
        Deployment canary = CanaryDeployment.of(context(), target(), 2);
        Deployment scaled = CanaryDeployment.scaled(context(), canary, 0);
        assertThat(scaled.getSpec().getReplicas()).isZero();
        assertThat(scaled.getSpec().getTemplate()).isEqualTo(canary.getSpec().getTemplate());
    }
}
