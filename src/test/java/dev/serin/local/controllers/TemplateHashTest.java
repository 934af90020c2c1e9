package dev.serin.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateHashTest {
    @Test
    void isTheSameWhateverTheOrderOfLabels() {
        Map<String, String> forth = new LinkedHashMap<>();
        forth.put("a", "1");
        forth.put("b", "2");
        Map<String, String> back = new LinkedHashMap<>();
        back.put("b", "2");
        back.put("a", "1");
        assertThat(TemplateHash.of(template(forth, "x:1"))).isEqualTo(TemplateHash.of(template(back, "x:1")));
    }

    @Test
    void differsWithTheImage() {
        assertThat(TemplateHash.of(template(Map.of("a", "1"), "x:1")))
                .isNotEqualTo(TemplateHash.of(template(Map.of("a", "1"), "x:2")));
    }

    @Test
    void fitsALabelAndAName() {
        assertThat(TemplateHash.of(template(Map.of(), "x"))).matches("[bcdfghjklmnpqrstvwxz2456789]{10}");
    }

    private static PodTemplateSpec template(Map<String, String> labels, String image) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }
}
