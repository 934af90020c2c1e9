package dev.serin.local.node;

import dev.serin.local.node.ImageRegistry.Image;
import io.fabric8.kubernetes.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of a container: the image's, with {@code command} and {@code args} in their places. */
final class Command {
    private Command() {}

    static List<String> of(Container container, Image image, Map<String, String> env, Rewriter rewriter) {
        List<String> args = rewrite(container.getArgs(), env, rewriter);
        List<String> line = new ArrayList<>();
        if (!container.getCommand().isEmpty()) {
            List<String> command = rewrite(container.getCommand(), env, rewriter);
            line.add(program(command.getFirst(), image));
            line.addAll(command.subList(1, command.size()));
            line.addAll(args);
        } else {
            line.addAll(image.entrypoint());
            line.addAll(args.isEmpty() ? image.arguments() : args);
        }
        return line;
    }

    static List<String> rewrite(List<String> texts, Map<String, String> env, Rewriter rewriter) {
        return texts.stream()
                .map(text -> rewriter.rewrite(Expansion.expand(text, env)))
                .toList();
    }

    /** The image's program by its name, as {@code envoy} or {@code /usr/local/bin/envoy} name it in its image. */
    private static String program(String named, Image image) {
        Path program = Path.of(image.entrypoint().getFirst());
        return Path.of(named).getFileName().equals(program.getFileName()) ? program.toString() : named;
    }
}
