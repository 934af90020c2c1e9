package dev.serin.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of metrics in Prometheus' text format, as read. */
public final class Exposed {
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
    private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

    private final Map<String, Family> families = new TreeMap<>();

    private Exposed() {}

    /** One value. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** One metric; {@code samples} in the page's order. */
    public record Family(String name, String type, String help, List<Sample> samples) {
        /** The names of all labels, without {@code le}. */
        public Set<String> labels() {
            return samples.stream()
                    .flatMap(sample -> sample.labels().keySet().stream())
                    .filter(label -> !label.equals("le"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Reads a page. Throws an {@link IllegalArgumentException} for a line that is no line of that format. */
    public static Exposed parse(String page) {
        var exposed = new Exposed();
        Map<String, String> helps = new LinkedHashMap<>();
        page.lines().filter(line -> !line.isBlank()).forEach(line -> exposed.read(line, helps));
        return exposed;
    }

    private void read(String line, Map<String, String> helps) {
        Matcher meta = META.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (meta.matches() && meta.group(1).equals("HELP")) {
            helps.put(meta.group(2), meta.group(3));
        } else if (meta.matches()) {
            String name = meta.group(2);
            families.put(name, new Family(name, meta.group(3), helps.getOrDefault(name, ""), new ArrayList<>()));
        } else if (sample.matches()) {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(Optional.ofNullable(sample.group(2)).orElse(""));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            family(sample.group(1))
                    .orElseThrow(() -> new IllegalArgumentException("no type: " + line))
                    .samples()
                    .add(new Sample(sample.group(1), labels, number(sample.group(3))));
        } else {
            throw new IllegalArgumentException(line);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** All metrics, by their names. */
    public Map<String, Family> families() {
        return families;
    }

    /** The metric that a series with this name belongs to, such as the histogram of a {@code _bucket}. */
    public Optional<Family> family(String series) {
        return Stream.concat(
                        Stream.of(series),
                        PARTS.stream()
                                .filter(series::endsWith)
                                .map(part -> series.substring(0, series.length() - part.length())))
                .map(families::get)
                .filter(family -> family != null)
                .findFirst();
    }

    /** A series' value; its labels are given as name, value, name, value and may be fewer than it has. */
    public Optional<Double> find(String series, String... labels) {
        return family(series).stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().equals(series))
                .filter(sample -> has(sample, labels))
                .map(Sample::value)
                .findFirst();
    }

    /** The same, for one that has to be there. */
    public double value(String series, String... labels) {
        return find(series, labels)
                .orElseThrow(() -> new NoSuchElementException(series + " " + String.join(" ", labels)));
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
