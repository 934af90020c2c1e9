package dev.serin.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.content.Copies.Copy;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a pod template names ConfigMaps and Secrets, and how copies of them are named in their place. */
class ReferenceTest {
    private static PodTemplateSpec template(String spec) {
        return Serialization.unmarshal("spec: " + spec, PodTemplateSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{containers: [{env: [{name: A, valueFrom: {configMapKeyRef: {name: x, key: k}}}]}]} | ConfigMap/x true",
                "{containers: [{env: [{name: A, valueFrom: {secretKeyRef: {name: x, key: k}}}]}]} | Secret/x true",
                "{containers: [{env: [{name: A, valueFrom: {secretKeyRef: {name: x, key: k, optional: true}}}]}]} | Secret/x false",
                "{containers: [{env: [{name: A, value: x}, {name: B, valueFrom: {fieldRef: {fieldPath: x}}}]}]} | ''",
                "{containers: [{envFrom: [{configMapRef: {name: x}}, {secretRef: {name: x, optional: true}}]}]} | ConfigMap/x true, Secret/x false",
                "{initContainers: [{envFrom: [{configMapRef: {name: x}}]}]} | ConfigMap/x true",
                "{volumes: [{name: v, configMap: {name: x}}, {name: w, secret: {secretName: y}}]} | ConfigMap/x true, Secret/y true",
                "{volumes: [{name: v, secret: {secretName: x, optional: true, items: [{key: a, path: b}]}}]} | Secret/x false",
                "{volumes: [{name: v, projected: {sources: [{configMap: {name: x}}, {secret: {name: y}}, {serviceAccountToken: {path: t}}]}}]} | ConfigMap/x true, Secret/y true",
                "{containers: [{envFrom: [{configMapRef: {name: x, optional: true}}]}], volumes: [{name: v, configMap: {name: x}}]} | ConfigMap/x true",
                "{imagePullSecrets: [{name: x}], volumes: [{name: v, emptyDir: {}}]} | ''",
                "{containers: [{envFrom: [{prefix: A}]}]} | ''",
            })
    void isFoundWhereverATemplateNamesOne(String spec, String expected) {
        String found = String.join(
                ", ",
                Reference.of(template(spec)).stream()
                        .map(reference -> reference.source() + " " + reference.required())
                        .toList());
        assertThat(found).isEqualTo(expected);
    }

    private static final String EVERYWHERE = """
            initContainers:
              - {name: i, envFrom: [{secretRef: {name: key}}]}
            containers:
              - name: c
                env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: k}}}, {name: B, value: settings}]
                envFrom: [{configMapRef: {name: settings}}, {configMapRef: {name: others}}]
            volumes:
              - {name: settings, configMap: {name: settings}}
              - {name: key, secret: {secretName: key}}
              - {name: p, projected: {sources: [{configMap: {name: settings}}, {secret: {name: key}}, {secret: {name: settings}}]}}
            """;

    private static PodTemplateSpec everywhere() {
        return Serialization.unmarshal(
                "metadata: {labels: {app: x}}\nspec:\n  " + EVERYWHERE.replace("\n", "\n  "), PodTemplateSpec.class);
    }

    private static final Source SETTINGS = new Source(Source.Kind.ConfigMap, "settings");
    private static final Source KEY = new Source(Source.Kind.Secret, "key");

    @Test
    void copiesAreNamedInTheirPlaceAndBack() {
        PodTemplateSpec before = everywhere();
        var copies = new Copies(Map.of(SETTINGS, new Copy("settings-1", "aa"), KEY, new Copy("key-2", "bb")));
        PodTemplateSpec after = copies.named(before);
        assertThat(before).isEqualTo(everywhere());
        assertThat(Reference.of(after))
                .extracting(reference -> reference.source().toString())
                .containsExactly("ConfigMap/others", "ConfigMap/settings-1", "Secret/key-2", "Secret/settings");
        assertThat(after.getSpec().getVolumes().getFirst().getName()).isEqualTo("settings");
        assertThat(after.getMetadata().getAnnotations())
                .containsEntry("serin.dev/content", "ConfigMap/settings=settings-1:aa, Secret/key=key-2:bb");
        assertThat(Copies.of(after)).isEqualTo(copies);
        assertThat(Copies.of(after).hashes()).isEqualTo(Map.of("ConfigMap/settings", "aa", "Secret/key", "bb"));
        assertThat(Copies.original(after)).isEqualTo(before);
        assertThat(Copies.original(before)).isEqualTo(before);
    }

    @Test
    void whatHasNoCopyIsNamedAsItWasAndStillMarked() {
        var copies = new Copies(Map.of(SETTINGS, new Copy("settings", "aa")));
        PodTemplateSpec after = copies.named(everywhere());
        assertThat(after.getSpec()).isEqualTo(everywhere().getSpec());
        assertThat(after).isNotEqualTo(everywhere());
        assertThat(Copies.original(after)).isEqualTo(everywhere());
    }

    @Test
    void anAnnotationThatSomebodyWroteIsReadAsFarAsItMakesSense() {
        assertThat(Copies.parse("Pod/x=y:z, , ConfigMap/a, Secret/s=t:u, ConfigMap/=b:c")
                        .bySource())
                .containsEntry(new Source(Source.Kind.Secret, "s"), new Copy("t", "u"))
                .hasSizeLessThan(3);
    }

    @Test
    void aCopysNameFitsAndTellsItsOwnerAndItsContent() {
        String longest = "a".repeat(253);
        Copy copy = Copy.of(new Source(Source.Kind.Secret, longest), "u1", "aa");
        assertThat(copy.name()).hasSize(253).matches("a+-[0-9a-f]{8}");
        assertThat(Copy.of(SETTINGS, "u1", "aa").name()).startsWith("settings-");
        assertThat(Copy.of(SETTINGS, "u1", "aa"))
                .isEqualTo(Copy.of(SETTINGS, "u1", "aa"))
                .isNotEqualTo(Copy.of(SETTINGS, "u2", "aa"))
                .isNotEqualTo(Copy.of(SETTINGS, "u1", "bb"));
    }
}
