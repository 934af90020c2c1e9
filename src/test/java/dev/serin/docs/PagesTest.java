package dev.serin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Reasons;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path TROUBLESHOOTING = Path.of("docs/troubleshooting.md");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)`");

    @Test
    void everyReasonIsInTheTroubleshootingAndNoOther() {
        Set<String> told = Pages.text(TROUBLESHOOTING)
                .replaceFirst("(?s)## Elsewhere.*", "")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line ->
                        NAME.matcher(line.substring(0, line.indexOf(" | ", 2))).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> reasons = Stream.of(Reasons.class.getFields())
                .map(PagesTest::value)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isEqualTo(reasons);
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (Path page : Pages.all()) {
            for (String link : Pages.links(page)) {
                String file = link.replaceFirst("#.*", "");
                Path to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
                assertThat(Files.exists(to)).as("%s: %s", page, link).isTrue();
                if (link.contains("#")) {
                    assertThat(Pages.anchors(to))
                            .as("%s: %s", page, link)
                            .contains(link.substring(link.indexOf('#') + 1));
                }
            }
        }
    }

    @Test
    void everyPageCanBeFoundFromTheReadme() {
        Set<Path> found = new TreeSet<>();
        follow(Path.of("README.md"), found);
        assertThat(found).containsAll(Pages.all());
    }

    private static void follow(Path page, Set<Path> found) {
        if (found.add(page) && page.toString().endsWith(".md")) {
            for (String link : Pages.links(page)) {
                String file = link.replaceFirst("#.*", "");
                if (!file.isEmpty()) {
                    follow(Objects.requireNonNull(page.resolveSibling(file).normalize()), found);
                }
            }
        }
    }
}
