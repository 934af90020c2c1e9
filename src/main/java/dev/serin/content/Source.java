package dev.serin.content;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** A ConfigMap or Secret by its name, in the namespace of the release. */
public record Source(Kind kind, String name) implements Comparable<Source> {
    private static final Comparator<Source> ORDER =
            Comparator.comparing(Source::kind).thenComparing(Source::name);

    /** What it is. */
    public enum Kind {
        ConfigMap,
        Secret
    }

    /** Of a text such as {@code ConfigMap/app-config}; empty for any other. */
    public static Optional<Source> parse(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> text.startsWith(kind + "/"))
                .map(kind -> new Source(kind, text.substring(kind.name().length() + 1)))
                .findFirst();
    }

    @Override
    public int compareTo(Source other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code ConfigMap/app-config}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
