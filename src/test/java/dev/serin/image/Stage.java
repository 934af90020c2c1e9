package dev.serin.image;

import dev.serin.aot.AotCache;
import dev.serin.aot.OperatorProcesses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes {@code target/image/root}: the runtime, the ahead-of-time cache, the JVM's arguments, licence and SBOM. */
public final class Stage {
    private static final Path TARGET = Path.of("target");

    private Stage() {}

    /** Arguments: the operator's jar, a file with the class path of its libraries, and the base image's name. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.printf(
                "The image is built on %s. Its registry has to be reached; -Dimage.base=… names another base: a mirror's,"
                        + " tar://FILE, or scratch, which needs no registry and has no C library.%n",
                args[2]);
        if (Runtime.version().feature() < AotCache.SINCE) {
            throw new IllegalStateException(
                    "The image's Java is linked from the JDK that builds, which is %s: build with %d or later."
                            .formatted(Runtime.version(), AotCache.SINCE));
        }
        String libraries = Files.readString(Path.of(args[1])).strip();
        Path folder = TARGET.resolve("image");
        stage(Layout.of(Path.of(args[0]), libraries), folder);
        // For the test that makes it once more.
        Files.write(folder.resolve("arguments"), List.of(args[0], libraries));
    }

    /** Makes a folder anew, and {@code root} in it. */
    static Path stage(Layout layout, Path folder) throws IOException, InterruptedException {
        delete(folder);
        Path root = folder.resolve("root");
        Path app = Files.createDirectories(root.resolve("app"));
        Path jars = folder.resolve("jars");
        layout.copyTo(jars);
        JavaRuntime runtime = JavaRuntime.link(root.resolve("opt/java"));
        Path cache = app.resolve("serin.aot").toAbsolutePath();
        OperatorProcesses.train(
                folder.resolve("training"),
                layout.command(runtime.java(), jars.toAbsolutePath()),
                layout.command(
                        runtime.java(),
                        jars.toAbsolutePath(),
                        OperatorProcesses.IN_THE_CONTAINER,
                        "-XX:AOTCacheOutput=" + cache));
        writeNoAuthorities(
                app.resolve(Path.of(Layout.NO_AUTHORITIES).getFileName().toString()));
        Files.writeString(app.resolve("java.args"), layout.arguments());
        Path licenses = Files.createDirectories(root.resolve("licenses"));
        for (Path file : List.of(Path.of("LICENSE"), TARGET.resolve("bom.json"))) {
            Files.copy(file, licenses.resolve(String.valueOf(file.getFileName())));
        }
        System.out.printf(
                "runtime %d MiB, ahead-of-time cache %d MiB%n", runtime.size() >> 20, Files.size(cache) >> 20);
        return root;
    }

    /** The format that needs no password's thousand rounds to be read. */
    private static void writeNoAuthorities(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            var none = KeyStore.getInstance("JKS");
            none.load(null, null);
            none.store(out, "changeit".toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
