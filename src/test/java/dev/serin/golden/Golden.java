package dev.serin.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One folder of golden files: all that is there is used, all that is made is there. */
public record Golden(Path folder) {
    public static Golden in(String folder) {
        return new Golden(Path.of("src/test/resources/golden", folder));
    }

    /** Holds what was made, by file name, against the folder; {@code -Dgolden.write} writes it instead. */
    public void check(Map<String, String> made) throws IOException {
        if (System.getProperty("golden.write") != null) {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : made.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> there = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                there.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        assertThat(new TreeMap<>(made))
                .as("rewrite with -Dgolden.write: " + folder)
                .isEqualTo(there);
    }
}
