package dev.serin.aot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Starts programs of this class path with an ahead-of-time cache of the classes that they load, made once of what a
 * training run has loaded (JEP 514): scenarios start hundreds of JVMs, which would load and link the same classes each.
 * A JDK before {@value #SINCE} starts them without, and so does every run without {@code -Dserin.aot=true}, which a whole
 * run of the tests has.
 */
public final class AotCache {
    /** Lets a program do for a while what it does, and ends it orderly. */
    public interface Training {
        /** The program runs by {@code trained}, or by {@code plain} where its run is not to be remembered. */
        void run(List<String> plain, List<String> trained) throws IOException, InterruptedException;
    }

    /** The first JDK that makes a cache in one go. */
    public static final int SINCE = 25;

    private static final Path FOLDER = Path.of("target", "aot").toAbsolutePath();
    private static final Set<Path> FAILED = new HashSet<>();

    private AotCache() {}

    /** The command that starts it with these flags of the JVM's; the cache is made when there is none that fits. */
    public static synchronized List<String> command(Class<?> main, List<String> flags, Training training)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        if (Runtime.version().feature() < SINCE || !Boolean.getBoolean("serin.aot")) {
            return command(main, flags, classPath);
        }
        Files.createDirectories(FOLDER);
        // Two runs of tests may want the same.
        try (var file = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            assert lock.isValid();
            String jars = Jars.pack(classPath, FOLDER);
            Path cache = FOLDER.resolve("%s-%s.aot".formatted(main.getSimpleName(), fingerprint(flags + jars)));
            if (Files.notExists(cache) && !FAILED.contains(cache)) {
                make(cache, main, flags, jars, training);
            }
            return Files.exists(cache)
                    ? command(main, with(flags, "-XX:AOTCache=" + cache), jars)
                    : command(main, flags, classPath);
        }
    }

    /** One that cannot be made costs time only. */
    private static void make(Path cache, Class<?> main, List<String> flags, String jars, Training training)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Path unfinished = cache.resolveSibling(cache.getFileName() + ".part");
        try {
            training.run(
                    command(main, flags, jars), command(main, with(flags, "-XX:AOTCacheOutput=" + unfinished), jars));
        } catch (IllegalStateException e) {
            System.out.println(main.getSimpleName() + " starts without a cache of its classes: " + e.getMessage());
        }
        if (Files.exists(unfinished)) {
            Files.move(unfinished, cache);
            System.out.printf(
                    "%s: a cache of %d MiB was made in %.0f s%n",
                    main.getSimpleName(), Files.size(cache) >> 20, (System.nanoTime() - begun) / 1e9);
        } else {
            FAILED.add(cache);
        }
    }

    private static List<String> with(List<String> flags, String another) {
        List<String> all = new ArrayList<>(flags);
        all.add(another);
        return all;
    }

    private static List<String> command(Class<?> main, List<String> flags, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        return List.copyOf(command);
    }

    static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
