package dev.serin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The structure, as rules of the build. */
class BuildRulesTest {
    private static final int MOST_LINES = 300;
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.serin");

    @Test
    void thePlannerKnowsTheApiAndTheJudgeAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("dev.serin.plan")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.jspecify..", "dev.serin.plan", "dev.serin.judge", "dev.serin.api.v1alpha1"))
                .check(MAIN);
    }

    @Test
    void theJudgeKnowsNothingElse() {
        classes()
                .that()
                .resideInAPackage("dev.serin.judge")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "dev.serin.judge"))
                .check(MAIN);
    }

    @Test
    void thePlannerHasNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.serin.plan", "dev.serin.status")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(MAIN);
    }

    @Test
    void theChannelToTheProxiesKnowsNoKubernetes() {
        noClasses()
                .that()
                .resideInAPackage("dev.serin.xds")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk.."))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("dev.serin..").and(resideOutsideOfPackages("dev.serin.xds")))
                .check(MAIN);
    }

    @Test
    void whatIsPureHasNoClient() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.serin.resources", "dev.serin.status", "dev.serin.plan")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk.."))
                .check(MAIN);
    }

    @Test
    void nothingDependsOnTheMetrics() {
        noClasses()
                .that()
                .resideInAPackage("dev.serin..")
                .and()
                .resideOutsideOfPackages("dev.serin", "dev.serin.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.serin.metrics", "io.micrometer..", "io.prometheus..")
                .check(MAIN);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("dev.serin.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void filesAreSmallAndPackagesSayWhatTheyAreFor() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path source : sources) {
                assertThat(Files.readAllLines(source).size())
                        .as(source.toString())
                        .isLessThanOrEqualTo(MOST_LINES);
                Path info = Path.of("package-info.java");
                Path folder = Objects.requireNonNull(source.getParent());
                Path main = Path.of(folder.toString().replace("src/test/java", "src/main/java"));
                assertThat(Files.exists(folder.resolve(info)) || Files.exists(main.resolve(info)))
                        .as(folder + " has a package-info")
                        .isTrue();
            }
        }
    }
}
