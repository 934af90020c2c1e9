package dev.serin.chart;

import dev.serin.local.tools.HelmBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real Helm, where it needs no cluster. */
public final class Helm {
    /** The chart's folder. */
    public static final String CHART = "helm/serin";

    private static final int LIMIT_SECONDS = 60;

    private Helm() {}

    /** What it answered. */
    public record Answer(int exit, String out, String err) {
        /** What it wrote; an {@link IllegalStateException} with what it said where it failed. */
        public String orThrow() {
            if (exit != 0) {
                throw new IllegalStateException("helm: exit code " + exit + ": " + err + out);
            }
            return out;
        }
    }

    /** The chart as release {@code serin} in namespace {@code serin-system}, with more arguments such as {@code --set}. */
    public static Answer template(String... more) {
        return run(Stream.concat(Stream.of("template", "serin", CHART, "--namespace", "serin-system"), Stream.of(more))
                .toArray(String[]::new));
    }

    /** Runs it with its caches below {@code target}. */
    public static Answer run(String... arguments) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "helm"));
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(
                                Stream.concat(Stream.of(HelmBinary.locate().toString()), Stream.of(arguments))
                                        .toList())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                List.of("CACHE", "CONFIG", "DATA")
                        .forEach(kind -> builder.environment()
                                .put(
                                        "HELM_" + kind + "_HOME",
                                        folder.toAbsolutePath().toString()));
                Process process = builder.start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
