package dev.serin.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Helm renders, taken apart. */
final class Manifests {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Pattern BORDER = Pattern.compile("(?m)^---\n# Source: serin/templates/(\\S+)\n");

    /** What is Helm's business and nobody's else. */
    private static final Pattern OF_HELM = Pattern.compile(
            "(?m)^( *annotations:\n)? *(helm\\.sh/(chart|resource-policy)|app\\.kubernetes\\.io/managed-by): .*\n");

    private Manifests() {}

    /**
     * The files of {@code deploy/} by their names: each template's objects, without Helm's labels. Comments stay.
     *
     * @param rendered as {@link Helm#template} writes it
     */
    static Map<String, String> byTemplate(String rendered) {
        Map<String, String> files = new TreeMap<>();
        String[] documents = BORDER.split(rendered, -1);
        var borders = BORDER.matcher(rendered);
        for (int i = 1; borders.find(); i++) {
            String text = OF_HELM.matcher(documents[i].strip() + "\n").replaceAll("");
            files.merge(borders.group(1), text, (all, next) -> all + "---\n" + next);
        }
        return files;
    }

    /** All objects, by kind, namespace and name. */
    static Map<String, JsonNode> objects(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream()
                    .filter(object -> object.has("kind"))
                    .collect(Collectors.toMap(Manifests::key, object -> object, (one, other) -> one, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(JsonNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        String name = object.at("/metadata/name").asText();
        return object.path("kind").asText() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
