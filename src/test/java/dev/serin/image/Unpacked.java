package dev.serin.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An OCI archive, unpacked.
 *
 * @param config how it is run, as the archive has it
 * @param root its root folder, of all layers
 */
record Unpacked(JsonNode config, Path root) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_SECONDS = 120;

    static Unpacked of(Path archive, Path folder) throws IOException, InterruptedException {
        Stage.delete(folder);
        Path layout = Files.createDirectories(folder.resolve("layout"));
        Path root = Files.createDirectories(folder.resolve("root"));
        untar(archive, layout);
        JsonNode manifest = blob(
                layout,
                JSON.readTree(layout.resolve("index.json").toFile())
                        .at("/manifests/0/digest")
                        .asText());
        for (JsonNode layer : manifest.path("layers")) {
            untar(path(layout, layer.path("digest").asText()), root);
        }
        return new Unpacked(blob(layout, manifest.at("/config/digest").asText()), root);
    }

    private static JsonNode blob(Path layout, String digest) throws IOException {
        return JSON.readTree(path(layout, digest).toFile());
    }

    private static Path path(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static void untar(Path archive, Path folder) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        if (!tar.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || tar.exitValue() != 0) {
            throw new IOException("tar could not unpack " + archive);
        }
    }
}
