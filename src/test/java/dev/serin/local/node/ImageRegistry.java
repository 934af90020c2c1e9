package dev.serin.local.node;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which local command an image name stands for. Safe for many threads; images may be added at any time. */
public final class ImageRegistry {
    /**
     * A local command in place of an image.
     *
     * @param entrypoint replaced by a container's {@code command}
     * @param arguments replaced by a container's {@code args}, dropped when it has a {@code command}
     * @param env added below what the container itself says
     */
    public record Image(List<String> entrypoint, List<String> arguments, Map<String, String> env) {
        /** A command that takes the container's args. */
        public static Image of(String... entrypoint) {
            return new Image(List.of(entrypoint), List.of(), Map.of());
        }

        /** Flags of a JVM that is small and quick to start. */
        public static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

        /** A Java main of this class path, in a JVM that is small and quick to start. */
        public static Image java(Class<?> main, String... flags) {
            List<String> all = Stream.of(SMALL.stream(), Stream.of("-Xmx64m", "-Xshare:auto"), Stream.of(flags))
                    .flatMap(part -> part)
                    .toList();
            return java(main.getName(), System.getProperty("java.class.path"), all);
        }

        /** A Java main of some class path, in a JVM with these flags and no others. */
        public static Image java(String main, String classPath, List<String> flags) {
            List<String> command = Stream.of(
                            Stream.of(
                                    System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"),
                            flags.stream(),
                            Stream.of("-cp", classPath, main))
                    .flatMap(part -> part)
                    .toList();
            return new Image(command, List.of(), Map.of());
        }

        /** The same with more environment. */
        public Image with(Map<String, String> more) {
            return new Image(entrypoint, arguments, Map.copyOf(more));
        }
    }

    private final Map<String, Image> images = new ConcurrentHashMap<>();

    /** Registers a name, with a tag (then only that tag has it) or without (then all have). */
    public ImageRegistry register(String name, Image image) {
        images.put(name, image);
        return this;
    }

    /** Takes a name away, as a registry would lose an image; running containers go on. */
    public void remove(String name) {
        images.remove(name);
    }

    /** The image of a reference: the exact name first, then the name without digest and tag. */
    public Optional<Image> find(String reference) {
        return Stream.of(reference, bare(reference), bare(reference).replaceFirst("^docker\\.io/", ""))
                .map(name -> Optional.ofNullable(images.get(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String bare(String reference) {
        String name = reference.contains("@") ? reference.substring(0, reference.indexOf('@')) : reference;
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        return tag < 0 ? name : name.substring(0, tag);
    }
}
