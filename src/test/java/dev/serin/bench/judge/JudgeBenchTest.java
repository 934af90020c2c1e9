package dev.serin.bench.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeBenchTest {
    private static final List<Release.Drift> DRIFTS = List.of(Release.Drift.values());

    @TempDir
    private Path folder;

    @Test
    void serinSendsHardlyAGoodVersionBackAndTheReportSaysSo() throws IOException {
        Report report = JudgeBench.run(150, 50, 100, 200);
        report.write(folder);
        Score serin = report.scores().getFirst();
        assertThat(serin.good()).isEqualTo(150);
        assertThat(serin.falseRollbacks())
                .as("1 % and four standard deviations")
                .isLessThanOrEqualTo(6);
        assertThat(report.falseAlarms().alarms()).isLessThanOrEqualTo(5);
        assertThat(serin.undecided()).isZero();
        assertThat(report.summary()).contains("Serin sent").doesNotContain("\n").doesNotContain("NaN");
        var json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.at("/scores/0/falseRollbacks").asInt()).isEqualTo(serin.falseRollbacks());
        assertThat(Files.readString(folder.resolve("report.md"))).contains("| Flagger's rule, fitted |");
        assertThat(Files.readString(folder.resolve("report.svg")))
                .startsWith("<svg")
                .endsWith("</svg>\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Release.Kind.class,
            names = {"TWO_PERCENT_MORE", "TEN_PERCENT_MORE", "ONE_POD_OF_THREE", "BROKEN", "LATE", "SLOW"})
    void aBadVersionWithAThousandRequestsASecondIsAlwaysFound(Release.Kind kind) {
        assertThat(IntStream.range(0, 8).mapToObj(seed -> {
                    var drift = DRIFTS.get(seed % DRIFTS.size());
                    return Play.of(new Release(seed, 1000, seed % 2 == 0, 0.01, drift, kind, true), new Serin());
                }))
                .allMatch(play -> play.outcome() == Play.Outcome.BACK)
                .allMatch(play -> play.seconds() < 300);
    }
}
