package dev.serin.aot;

import dev.serin.local.node.ImageRegistry.Image;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Starts programs with an ahead-of-time cache of the classes that they load, made once of what a
 * training run has loaded (JEP 514): scenarios start hundreds of JVMs, which would load and link the same classes each.
 * A JDK before {@value #SINCE} starts them without, and so does every run without {@code -Dserin.aot=true}, which a whole
 * run of the tests has.
 */
public final class AotCache {
    /** Lets a program do for a while what it does, and ends it orderly; {@code folder} is for what it leaves. */
    @FunctionalInterface
    interface Training {
        /** The program runs by {@code trained}, or by {@code plain} where its run is not to be remembered. */
        void run(Path folder, List<String> plain, List<String> trained) throws IOException, InterruptedException;
    }

    /** The first JDK that makes a cache in one go. */
    public static final int SINCE = 25;

    private static final Path FOLDER = Path.of("target", "aot").toAbsolutePath();
    /** What this JVM has started before: nothing on its class path changes. */
    private static final Map<String, Image> KNOWN = new HashMap<>();

    private AotCache() {}

    /** Starts it with these flags of the JVM's; the cache is made when there is none that fits. */
    static synchronized Image image(Class<?> main, String classPath, List<String> flags, Training training)
            throws IOException, InterruptedException {
        String program = main.getName() + flags;
        Image known = KNOWN.get(program);
        Image image = known == null ? find(main, classPath, flags, training) : known;
        KNOWN.put(program, image);
        return image;
    }

    /** Of this JVM. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    private static Image find(Class<?> main, String classPath, List<String> flags, Training training)
            throws IOException, InterruptedException {
        if (Runtime.version().feature() < SINCE || !Boolean.getBoolean("serin.aot")) {
            return Image.java(main.getName(), classPath, flags);
        }
        Files.createDirectories(FOLDER);
        // Two runs of tests may want the same.
        try (var file = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            assert lock.isValid();
            String jars = Jars.pack(classPath, FOLDER);
            Path cache = FOLDER.resolve("%s-%s.aot".formatted(main.getSimpleName(), fingerprint(flags + jars)));
            if (Files.notExists(cache)) {
                make(cache, main, flags, jars, training);
            }
            return Files.exists(cache)
                    ? Image.java(main.getName(), jars, with(flags, "-XX:AOTCache=" + cache))
                    : Image.java(main.getName(), classPath, flags);
        }
    }

    /** One that cannot be made costs time only. */
    private static void make(Path cache, Class<?> main, List<String> flags, String jars, Training training)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Path unfinished = cache.resolveSibling(cache.getFileName() + ".part");
        List<String> recorded = with(flags, "-XX:AOTCacheOutput=" + unfinished);
        try {
            training.run(
                    FOLDER.resolve("training"),
                    Image.java(main.getName(), jars, flags).entrypoint(),
                    Image.java(main.getName(), jars, recorded).entrypoint());
        } catch (IllegalStateException e) {
            System.out.println(main.getSimpleName() + " starts without a cache of its classes: " + e.getMessage());
        }
        if (Files.exists(unfinished)) {
            Files.move(unfinished, cache);
            System.out.printf(
                    "%s: a cache of %d MiB was made in %.0f s%n",
                    main.getSimpleName(), Files.size(cache) >> 20, (System.nanoTime() - begun) / 1e9);
        }
    }

    private static List<String> with(List<String> flags, String another) {
        return Stream.concat(flags.stream(), Stream.of(another)).toList();
    }

    /** The same for the same text, and fit for a file's name. */
    static String fingerprint(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
