package dev.serin.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.local.node.ImageRegistry.Image;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final Image ENVOY = new Image(List.of("/tools/envoy"), List.of("--version"), Map.of());
    private final Rewriter rewriter = new Rewriter("127.20.0.7", List.of(), (namespace, name) -> Optional.empty());

    @Test
    void withoutAnythingTheImageDecides() {
        assertThat(line(new Container())).containsExactly("/tools/envoy", "--version");
    }

    @Test
    void argsReplaceTheImagesArguments() {
        assertThat(line(new ContainerBuilder().withArgs("-c", "$(FILE)").build()))
                .containsExactly("/tools/envoy", "-c", "/x.yaml");
    }

    @Test
    void commandReplacesTheEntrypointAndDropsTheArguments() {
        assertThat(line(new ContainerBuilder().withCommand("sh", "-c", "true").build()))
                .containsExactly("sh", "-c", "true");
    }

    @Test
    void theImagesProgramIsKnownByItsName() {
        assertThat(line(new ContainerBuilder()
                        .withCommand("/usr/local/bin/envoy")
                        .withArgs("-l", "info")
                        .build()))
                .containsExactly("/tools/envoy", "-l", "info");
    }

    @Test
    void expandsKnownNamesOnly() {
        Map<String, String> env = Map.of("A", "1");
        assertThat(Expansion.expand("$(A) $(B) $$(A) $A", env)).isEqualTo("1 $(B) $(A) $A");
    }

    @Test
    void findsImagesByExactNameThenWithoutTag() {
        Image tagged = Image.of("tagged");
        Image any = Image.of("any");
        ImageRegistry images =
                new ImageRegistry().register("envoyproxy/envoy:v1", tagged).register("envoyproxy/envoy", any);
        assertThat(images.find("envoyproxy/envoy:v1")).contains(tagged);
        assertThat(images.find("envoyproxy/envoy:v2")).contains(any);
        assertThat(images.find("docker.io/envoyproxy/envoy:v2@sha256:abc")).contains(any);
        assertThat(images.find("localhost:5000/envoy")).isEmpty();
    }

    private List<String> line(Container container) {
        return Command.of(container, ENVOY, Map.of("FILE", "/x.yaml"), rewriter);
    }
}
