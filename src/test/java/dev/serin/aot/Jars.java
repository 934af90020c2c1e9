package dev.serin.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A class path without folders, as the JVM keeps no classes that come from one: each is packed into a jar. */
final class Jars {
    private Jars() {}

    /** Names of jars tell what is in them, so that one that is there already is as it shall be. */
    static String pack(String classPath, Path into) throws IOException {
        List<String> packed = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            packed.add(Files.isDirectory(path) ? pack(path, into).toString() : entry);
        }
        return String.join(File.pathSeparator, packed);
    }

    private static Path pack(Path folder, Path into) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path jar = into.resolve("%s-%s.jar".formatted(folder.getFileName(), told(folder, files)));
        if (Files.notExists(jar)) {
            Path unfinished = jar.resolveSibling(jar.getFileName() + ".part");
            try (var out = new JarOutputStream(Files.newOutputStream(unfinished))) {
                for (Path file : files) {
                    out.putNextEntry(new JarEntry(name(folder, file)));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
            Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static String told(Path folder, List<Path> files) throws IOException {
        var text = new StringBuilder(folder.toString());
        for (Path file : files) {
            text.append('\n').append(name(folder, file)).append(' ').append(Files.size(file));
            text.append(' ').append(Files.getLastModifiedTime(file).toMillis());
        }
        return AotCache.fingerprint(text.toString());
    }
}
