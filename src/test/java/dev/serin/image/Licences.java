package dev.serin.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code docs/licences.md}: each library of the operator with its licence, from the software bill of materials. */
public final class Licences {
    /** Where the build writes it. */
    public static final Path BOM = Path.of("target/bom.json");

    /** Under which an Apache-2.0 program may be passed on, as libraries spell them; one of several is enough. */
    static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "Apache 2 License",
            "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MIT",
            "MIT-0");

    private static final String BEFORE = """
            # Licences of what the operator is made of
            From the software bill of materials (`target/bom.json`, CycloneDX), which is in the image too, by
            `mvn -B -q -DskipTests package exec:exec@generate`. Where there are several, one may choose.

            | library | version | licence |
            |---|---|---|
            """;

    private Licences() {}

    /** One library. */
    record Library(String name, String version, List<String> licences) {}

    static List<Library> read() throws IOException {
        if (!Files.exists(BOM)) {
            throw new IllegalStateException(BOM + " is not there: run mvn -B -DskipTests package");
        }
        List<Library> libraries = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(BOM.toFile()).path("components")) {
            List<String> licences = new ArrayList<>();
            for (JsonNode each : component.path("licenses")) {
                licences.add(
                        each.has("expression")
                                ? each.path("expression").asText()
                                : each.at("/license/id")
                                        .asText(each.at("/license/name").asText()));
            }
            libraries.add(new Library(
                    component.path("group").asText() + ":"
                            + component.path("name").asText(),
                    component.path("version").asText(),
                    licences));
        }
        return libraries;
    }

    /** The page. */
    public static String markdown() throws IOException {
        return BEFORE
                + read().stream()
                        .map(each -> "| `%s` | %s | %s |\n"
                                .formatted(each.name(), each.version(), String.join(", ", each.licences())))
                        .sorted()
                        .collect(Collectors.joining());
    }
}
