package dev.serin.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A query in Prometheus' language, taken apart: which series it selects and by which labels it groups. It knows the part
 * of the language that the dashboard and the alerts use, and refuses the rest.
 */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(\\d+(?:\\.\\d+)?(?:ms|s|m|h|d|w|y)?)|([a-zA-Z_:][\\w:]*)|(==|!=|<=|>=|=~|!~|[-+*/%^<>=(){}\\[\\],]))");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "avg", "min", "max", "count", "topk", "bottomk");
    private static final Set<String> OF_RANGES = Set.of("rate", "increase", "changes", "max_over_time");
    private static final Set<String> OF_VALUES =
            Set.of("absent", "histogram_quantile", "clamp_min", "clamp_max", "time", "vector", "abs");
    private static final Set<String> OPERATORS =
            Set.of("+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">=", "and", "or", "unless");
    private static final Set<String> MATCHES = Set.of("=", "!=", "=~", "!~");

    private final List<String> tokens = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private final List<Grouping> groupings = new ArrayList<>();
    private int at;

    /**
     * One selection of series.
     *
     * @param range whether it is of values over a time
     */
    record Selector(String series, List<Match> matches, boolean range) {}

    /** What is asked of a label's value. */
    record Match(String label, String operator, String value) {
        boolean fits(String exposed) {
            return switch (operator) {
                case "=" -> exposed.equals(value);
                case "!=" -> !exposed.equals(value);
                case "=~" -> exposed.matches(value);
                default -> !exposed.matches(value);
            };
        }
    }

    /** Labels by which results are grouped or joined, and what they are grouped from. */
    record Grouping(List<String> labels, List<Selector> of) {}

    private PromQl(String query) {
        Matcher token = TOKEN.matcher(query.strip());
        int end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group().strip());
            end = token.end();
            token.region(end, token.regionEnd());
        }
        if (end < query.strip().length()) {
            throw new IllegalArgumentException(
                    "not understood from here: " + query.strip().substring(end));
        }
    }

    /** Takes a query apart. Throws an {@link IllegalArgumentException} when it is no query. */
    static PromQl parse(String query) {
        var parsed = new PromQl(query);
        try {
            parsed.expression();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("ends too soon: " + query, e);
        }
        if (parsed.at < parsed.tokens.size()) {
            throw new IllegalArgumentException("stray " + parsed.peek() + " in " + query);
        }
        return parsed;
    }

    List<Selector> selectors() {
        return selectors;
    }

    List<Grouping> groupings() {
        return groupings;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        return tokens.get(at++);
    }

    private boolean skip(String token) {
        boolean there = peek().equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw new IllegalArgumentException("%s where %s is due, of %s".formatted(peek(), token, tokens));
        }
    }

    private void expression() {
        int from = selectors.size();
        operand();
        while (OPERATORS.contains(peek())) {
            next();
            skip("bool");
            List<String> joined = new ArrayList<>();
            if (skip("on") || skip("ignoring")) {
                joined.addAll(labels());
            }
            if ((skip("group_left") || skip("group_right")) && peek().equals("(")) {
                joined.addAll(labels());
            }
            operand();
            groupings.add(new Grouping(joined, List.copyOf(selectors.subList(from, selectors.size()))));
        }
    }

    private void operand() {
        skip("-");
        String token = next();
        if (token.equals("(")) {
            expression();
            expect(")");
        } else if (AGGREGATIONS.contains(token)) {
            aggregation();
        } else if (peek().equals("(")) {
            function(token);
        } else if (token.equals("{") || token.matches("[a-zA-Z_:].*")) {
            selector(token);
        } else if (!token.matches("\\d.*|\".*")) {
            throw new IllegalArgumentException("stray " + token + " in " + tokens);
        }
    }

    private void aggregation() {
        int from = selectors.size();
        List<String> by = new ArrayList<>();
        if (Set.of("by", "without").contains(peek())) {
            next();
            by.addAll(labels());
        }
        arguments();
        if (Set.of("by", "without").contains(peek())) {
            next();
            by.addAll(labels());
        }
        groupings.add(new Grouping(by, List.copyOf(selectors.subList(from, selectors.size()))));
    }

    private void function(String name) {
        boolean ofRange = OF_RANGES.contains(name);
        if (!ofRange && !OF_VALUES.contains(name)) {
            throw new IllegalArgumentException("no such function: " + name);
        }
        int from = selectors.size();
        arguments();
        if (selectors.subList(from, selectors.size()).stream().anyMatch(selector -> ofRange && !selector.range())) {
            throw new IllegalArgumentException(name + " takes values over a time: " + tokens);
        }
    }

    private void arguments() {
        expect("(");
        while (!skip(")")) {
            expression();
            skip(",");
        }
    }

    private void selector(String name) {
        List<Match> matches = new ArrayList<>();
        if (skip("{")) {
            while (!skip("}")) {
                String label = next();
                String operator = next();
                String value = next();
                if (!MATCHES.contains(operator) || !value.startsWith("\"")) {
                    throw new IllegalArgumentException("no match of a label: " + label + operator + value);
                }
                matches.add(new Match(label, operator, value.substring(1, value.length() - 1)));
                skip(",");
            }
        }
        boolean range = skip("[");
        if (range) {
            next();
            expect("]");
        }
        if (skip("offset")) {
            next();
        }
        selectors.add(new Selector(name, matches, range));
    }

    private List<String> labels() {
        expect("(");
        List<String> labels = new ArrayList<>();
        while (!skip(")")) {
            labels.add(next());
            skip(",");
        }
        return labels;
    }

    /** The series that it needs. */
    Stream<String> series() {
        return selectors.stream().map(Selector::series);
    }
}
