package dev.serin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serin.local.tools.HelmBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, rendered by the real Helm, installs what {@code deploy/} installs. */
class ChartIT {
    private static final ObjectMapper YAML = new YAMLMapper();

    @Test
    void theChartInstallsWhatDeployInstalls(@TempDir Path folder) throws Exception {
        Path rendered =
                helm(folder, "template", "serin", "helm/serin", "--namespace", "serin-system", "--include-crds");
        Map<String, JsonNode> chart = objects(List.of(rendered));
        Map<String, JsonNode> deploy = objects(
                List.of(Path.of("deploy/crd.yaml"), Path.of("deploy/rbac.yaml"), Path.of("deploy/operator.yaml")));
        assertThat(chart).isEqualTo(deploy);
    }

    @Test
    void theChartIsCleanForHelm(@TempDir Path folder) throws Exception {
        helm(folder, "lint", "--strict", "helm/serin");
    }

    private static Path helm(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HelmBinary.locate().toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.yaml");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(out) + Files.readString(err))
                .isZero();
        return out;
    }

    private static Map<String, JsonNode> objects(List<Path> files) throws IOException {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (Path file : files) {
            try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
                while (documents.hasNext()) {
                    JsonNode object = documents.next();
                    if (object.has("kind")) {
                        objects.put(
                                object.path("kind").asText() + " "
                                        + object.at("/metadata/name").asText(),
                                object);
                    }
                }
            }
        }
        return objects;
    }
}
