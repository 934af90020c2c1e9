package dev.serin.generate;

import com.dylibso.chicory.wabt.Wat2Wasm;
import dev.serin.chart.ChartFiles;
import dev.serin.image.Licences;
import dev.serin.metrics.MetricsReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes every generated file; run it after a change of the API's types or of {@link Rules}. */
public final class Generate {
    private Generate() {}

    /** Each generated file, by its path from the project's root, and what it must hold. */
    static Map<Path, String> files() {
        Map<Path, String> files = new LinkedHashMap<>();
        String crd = Crd.yaml();
        files.put(Path.of("crds/canaryreleases.serin.dev.yaml"), crd);
        files.putAll(ChartFiles.copies(crd));
        files.put(Path.of("docs/reference.md"), Reference.markdown());
        files.put(Path.of("docs/metrics.md"), MetricsReference.markdown());
        return files;
    }

    /** The module that ends streams, as the proxies run it. */
    static final Path MODULE = Path.of("src/main/resources/dev/serin/xds/streams.wasm");

    /** {@link #MODULE}, assembled from the text beside it. */
    static byte[] module() {
        return Wat2Wasm.parse(
                Path.of("src/main/resources/dev/serin/xds/streams.wat").toFile());
    }

    public static void main(String[] args) throws IOException {
        Files.write(MODULE, module());
        System.out.println("wrote " + MODULE);
        write(files());
        // Rendered by Helm, from what was just written.
        write(ChartFiles.deploy());
        if (Files.exists(Licences.BOM)) {
            write(Map.of(Path.of("docs/licences.md"), Licences.markdown()));
        }
    }

    private static void write(Map<Path, String> files) {
        files.forEach((path, text) -> {
            try {
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, text);
                System.out.println("wrote " + path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
