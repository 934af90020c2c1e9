package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors, as lists and watches take them. */
final class Selector {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("([^=!\\s]+)\\s*(!=|==|=)\\s*(.*)");

    private Selector() {}

    static Predicate<JsonNode> labels(String selector) {
        return parts(selector).stream().map(Selector::label).reduce(object -> true, Predicate::and);
    }

    static Predicate<JsonNode> fields(Kind kind, String selector) {
        return parts(selector).stream().map(part -> field(kind, part)).reduce(object -> true, Predicate::and);
    }

    private static Predicate<JsonNode> label(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            boolean in = set.group(2).equals("in");
            return object -> in == values.contains(value(object, set.group(1)));
        }
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            boolean same = !equal.group(2).equals("!=");
            return object ->
                    same == value(object, equal.group(1)).equals(equal.group(3).strip());
        }
        boolean there = !part.startsWith("!");
        String name = there ? part : part.substring(1);
        return object -> there == labelsOf(object).has(name);
    }

    private static Predicate<JsonNode> field(Kind kind, String part) {
        Matcher equal = EQUAL.matcher(part);
        if (!equal.matches()) {
            throw ApiException.badRequest("invalid field selector: " + part);
        }
        FieldLabels.check(kind, equal.group(1));
        boolean same = !equal.group(2).equals("!=");
        String pointer = "/" + equal.group(1).replace(".", "/");
        return object ->
                same == object.at(pointer).asText("").equals(equal.group(3).strip());
    }

    private static String value(JsonNode object, String label) {
        return labelsOf(object).path(label).asText("\u0000absent");
    }

    private static JsonNode labelsOf(JsonNode object) {
        return object.path("metadata").path("labels");
    }

    /** Splits at commas that are not within parentheses. */
    private static List<String> parts(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= selector.length(); i++) {
            char c = i == selector.length() ? ',' : selector.charAt(i);
            if (c == ',' && depth == 0) {
                String part = selector.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        return parts;
    }
}
