package dev.serin.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages, and what stands in them. */
public final class Pages {
    private static final Pattern RUN =
            Pattern.compile("^( *)<!-- run( last)? -->\n\\1```sh\n(.*?)\n\\1```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("<!-- run");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    private Pages() {}

    /** Commands that are marked to be run, as they stand in a page; {@code last} are those that take everything away. */
    public record Commands(Path page, String script, boolean last) {}

    /** All pages for people. */
    static List<Path> all() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md")
                                    .map(Path::of),
                            docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands of all pages to be run, in the order of the pages that is given; those of others come to light so. */
    public static List<Commands> commands(List<String> order) {
        List<Path> pages = order.stream().map(name -> Path.of("docs", name)).toList();
        List<Path> marked = all().stream()
                .filter(page -> MARK.matcher(text(page)).find())
                .filter(page -> !pages.contains(page) && page.startsWith("docs"))
                .toList();
        if (!marked.isEmpty()) {
            throw new IllegalStateException("these have commands to be run, and are in no order: " + marked);
        }
        return pages.stream().flatMap(page -> commands(page).stream()).toList();
    }

    private static List<Commands> commands(Path page) {
        String text = text(page);
        List<Commands> found = RUN.matcher(text)
                .results()
                .map(each -> new Commands(
                        page, each.group(3).replaceAll("(?m)^" + each.group(1), ""), each.group(2) != null))
                .toList();
        if (found.isEmpty() || found.size() != MARK.matcher(text).results().count()) {
            throw new IllegalStateException(
                    page + ": a mark <!-- run --> stands above no ```sh block, or there is none");
        }
        return found;
    }

    /** Where a page's links to other files of the project lead to. */
    static List<String> links(Path page) {
        return LINK.matcher(FENCED.matcher(text(page)).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** What a page's headings are linked by, as GitHub makes it. */
    static List<String> anchors(Path page) {
        return HEADING.matcher(FENCED.matcher(text(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
