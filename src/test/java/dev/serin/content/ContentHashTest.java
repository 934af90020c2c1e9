package dev.serin.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What makes a ConfigMap or Secret another one, and what its copy has of it. */
class ContentHashTest {
    private static ConfigMapBuilder map(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withResourceVersion("7")
                .endMetadata()
                .withData(data);
    }

    private static String hash(Map<String, String> data) {
        return new Content(map(data).build()).hash();
    }

    @Test
    void onlyTheContentCounts() {
        ConfigMap other = map(Map.of("a", "1"))
                .editMetadata()
                .withResourceVersion("8")
                .addToLabels("x", "y")
                .endMetadata()
                .withImmutable(true)
                .build();
        assertThat(new Content(other).hash()).isEqualTo(hash(Map.of("a", "1"))).matches("[0-9a-f]{8}");
        assertThat(new Content(other).isImmutable()).isTrue();
    }

    @Test
    void anyOtherContentIsAnotherHash() {
        ConfigMap binary = map(Map.of()).addToBinaryData("a", "MQ==").build();
        assertThat(hash(Map.of("a", "1")))
                .isNotEqualTo(hash(Map.of("a", "2")))
                .isNotEqualTo(hash(Map.of("b", "1")))
                .isNotEqualTo(hash(Map.of("a", "1", "b", "")))
                .isNotEqualTo(new Content(binary).hash());
        assertThat(hash(Map.of("a", "b=c"))).isNotEqualTo(hash(Map.of("a=b", "c")));
        assertThat(hash(Map.of("a", "1", "b", "2"))).isNotEqualTo(hash(Map.of("a", "1, b=2")));
    }

    @Test
    void whoAnnotatesItOptsOut() {
        assertThat(new Content(map(Map.of()).build()).isTracked()).isTrue();
        ConfigMap out = map(Map.of())
                .editMetadata()
                .addToAnnotations("serin.dev/track", "false")
                .endMetadata()
                .build();
        assertThat(new Content(out).isTracked()).isFalse();
    }

    @Test
    void kubernetesOwnTokensAreNotTracked() {
        Secret token = new SecretBuilder()
                .withNewMetadata()
                .withName("t")
                .endMetadata()
                .withType("kubernetes.io/service-account-token")
                .build();
        assertThat(new Content(token).isTracked()).isFalse();
    }

    @Test
    void aCopyHasTheContentAndNothingElse() {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName("key")
                .addToAnnotations("reflector/enabled", "true")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(Map.of("tls.key", "c2VjcmV0"))
                .build();
        var meta = new ObjectMetaBuilder().withName("key-1").build();
        assertThat(new Content(secret).copy(meta))
                .isEqualTo(new SecretBuilder()
                        .withMetadata(meta)
                        .withType("Opaque")
                        .withData(Map.of("tls.key", "c2VjcmV0"))
                        .withImmutable(true)
                        .build());
        assertThat(new Content(new Content(secret).copy(meta)).hash()).isEqualTo(new Content(secret).hash());
        ConfigMap both = map(Map.of("a", "1")).addToBinaryData("b", "MQ==").build();
        assertThat(new Content(new Content(both).copy(meta)).hash()).isEqualTo(new Content(both).hash());
    }
}
