package dev.serin.image;

import dev.serin.aot.OperatorProcesses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Jib puts the jars in the image, and what the JVM is started with there.
 *
 * @param jar the operator's own
 * @param libraries in the order of the class path
 */
record Layout(Path jar, List<Path> libraries) {
    static final String JAVA = "/opt/java";
    static final String ARGUMENTS = "/app/java.args";
    static final String CACHE = "/app/serin.aot";
    /** A store of authorities without any. */
    static final String NO_AUTHORITIES = "/app/no-authorities.jks";

    /** Jib gives all files this time, and a cache fits only jars with the time that they had when it was made. */
    private static final FileTime TIME = FileTime.fromMillis(1000);

    static Layout of(Path jar, String libraries) {
        return new Layout(
                jar,
                Stream.of(libraries.split(File.pathSeparator, -1)).map(Path::of).toList());
    }

    /** The class path, below a folder in place of the image's root. */
    String classPath(String root) {
        return Stream.concat(
                        Stream.of(root + "/app/classpath/" + jar.getFileName()),
                        libraries.stream().map(library -> root + "/app/libs/" + library.getFileName()))
                .collect(Collectors.joining(":"));
    }

    /**
     * An argument file of the JVM. The Kubernetes client trusts the cluster's own authority and no others, as clients in Go do:
     * to read the hundred and more that Java knows takes time before the first request.
     */
    String arguments() {
        return """
                %s
                -XX:AOTCache=%s
                -Dkubernetes.truststore.file=%s
                -cp
                %s
                dev.serin.Main
                """.formatted(String.join("\n", OperatorProcesses.FLAGS), CACHE, NO_AUTHORITIES, classPath(""));
    }

    /** The command of the program with the jars below a folder, and more flags. */
    List<String> command(Path java, Path root, String... more) {
        return Stream.of(
                        Stream.of(java.toString()),
                        OperatorProcesses.FLAGS.stream(),
                        Stream.of(more),
                        Stream.of("-cp", classPath(root.toString()), "dev.serin.Main"))
                .flatMap(part -> part)
                .toList();
    }

    /** Copies the jars to where they are in the image, below a folder. */
    void copyTo(Path root) throws IOException {
        copy(List.of(jar), root.resolve("app/classpath"));
        copy(libraries, root.resolve("app/libs"));
    }

    private static void copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Path copy = Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            Files.setLastModifiedTime(copy, TIME);
        }
    }
}
