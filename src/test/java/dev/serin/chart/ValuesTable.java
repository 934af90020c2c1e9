package dev.serin.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/chart.md}: each of the chart's values with its default and the words above it in {@code values.yaml}. */
final class ValuesTable {
    private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
    private static final Pattern WORDS = Pattern.compile(" *# -- (.*)");
    private static final int INDENT = 2;
    private static final String BEFORE = """
            # Values of the Helm chart
            `helm install serin helm/serin -n serin-system --create-namespace --set KEY=VALUE`; how it is installed, upgraded and
            taken away is in [install.md](install.md). A wrong value is refused with its name. (This page is made from
            `helm/serin/values.yaml` by `mvn -B -q test-compile exec:exec@generate`.)

            | value | default | meaning |
            |---|---|---|
            """;

    private ValuesTable() {}

    static String markdown(String values) {
        JsonNode defaults = defaults(values);
        var text = new StringBuilder(BEFORE);
        described(values)
                .forEach((path, words) -> text.append("| `%s` | `%s` | %s |\n"
                        .formatted(
                                path,
                                shown(defaults.at("/" + path.replace('.', '/'))),
                                words.replace("|", "\\|").replace("<", "&lt;"))));
        return text.toString();
    }

    /** The words of each value that has any, by its path such as {@code image.tag}. */
    static Map<String, String> described(String values) {
        Map<String, String> described = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        String words = "";
        for (String line : values.lines().toList()) {
            Matcher says = WORDS.matcher(line);
            Matcher key = KEY.matcher(line);
            if (says.matches()) {
                words = says.group(1);
            } else if (key.matches()) {
                int depth = key.group(1).length() / INDENT;
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                if (!words.isEmpty()) {
                    described.put(String.join(".", path), words);
                }
                words = "";
            }
        }
        return described;
    }

    static JsonNode defaults(String values) {
        try {
            return new YAMLMapper().readTree(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(JsonNode value) {
        try {
            return new ObjectMapper().writeValueAsString(value).replace("|", "\\|");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
