package dev.serin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each guard in {@code docs/security.md} names tests that there are. */
class ThreatTableTest {
    private static final Path PAGE = Path.of("docs/security.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");
    private static final Pattern TESTS = Pattern.compile("@(Test|TestFactory|ParameterizedTest)\\b");
    private static final int LEAST = 12;

    /** The sources of all tests by the names of their classes. */
    private final Map<String, Path> sources = sources();

    private static Map<String, Path> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.getFileName()).replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of the tables whose last column is headed {@code test}. */
    private static List<String> rows() {
        return Stream.of(Pages.text(PAGE).split("\n\n"))
                .filter(table -> table.contains("| test |\n|---"))
                .flatMap(table ->
                        table.substring(table.indexOf("| test |\n|---")).lines().skip(2))
                .filter(line -> line.startsWith("|"))
                .toList();
    }

    private static String lastColumn(String row) {
        return row.substring(row.lastIndexOf('|', row.length() - 2) + 1);
    }

    @TestFactory
    Stream<DynamicTest> eachLineHasATest() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row,
                        () -> assertThat(NAMED.matcher(lastColumn(row)).results())
                                .isNotEmpty()));
    }

    @Test
    void eachTestThatThePageNamesIsThereAndTestsSomething() {
        List<String> named = NAMED.matcher(Pages.text(PAGE))
                .results()
                .map(each -> each.group(1))
                .distinct()
                .toList();
        assertThat(named).hasSizeGreaterThan(LEAST);
        assertThat(named).allSatisfy(name -> {
            assertThat(sources).containsKey(name);
            assertThat(TESTS.matcher(Pages.text(sources.getOrDefault(name, PAGE)))
                            .find())
                    .isTrue();
        });
    }

    @Test
    void allTablesAreRead() {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(LEAST);
    }
}
