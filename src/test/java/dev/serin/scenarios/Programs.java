package dev.serin.scenarios;

import dev.serin.aot.OperatorProcesses;
import dev.serin.aot.ReporterProcess;
import dev.serin.local.node.ImageRegistry.Image;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What runs in place of the images of operator and sample. */
final class Programs {
    /** The operator's flags of the JVM, of whichever version. */
    static final List<String> OPERATOR = small("-Xmx192m");

    private Programs() {}

    static Image operator() throws IOException, InterruptedException {
        return OperatorProcesses.image(OPERATOR).with(Map.of("SERIN_LOCAL_GATES", "true"));
    }

    static Image reporter() throws IOException, InterruptedException {
        return ReporterProcess.image(small("-Xmx64m"));
    }

    private static List<String> small(String... flags) {
        return Stream.concat(Image.SMALL.stream(), Stream.of(flags)).toList();
    }
}
