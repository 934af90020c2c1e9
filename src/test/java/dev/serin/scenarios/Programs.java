package dev.serin.scenarios;

import dev.serin.Main;
import dev.serin.aot.AotCache;
import dev.serin.aot.OperatorProcesses;
import dev.serin.aot.ReporterProcess;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.samples.ReporterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What runs in place of the images of operator and sample. */
final class Programs {
    private static final Path FOLDER = Path.of("target", "aot", "training");

    private Programs() {}

    static Image operator() throws IOException, InterruptedException {
        return image(
                        Main.class,
                        (plain, trained) -> OperatorProcesses.train(FOLDER, plain, trained),
                        "-Xmx192m",
                        "-Dlogback.configurationFile=logback.xml")
                .with(Map.of("SERIN_LOCAL_GATES", "true"));
    }

    static Image reporter() throws IOException, InterruptedException {
        return image(ReporterServer.class, (plain, trained) -> ReporterProcess.train(FOLDER, trained), "-Xmx64m");
    }

    private static Image image(Class<?> main, AotCache.Training training, String... flags)
            throws IOException, InterruptedException {
        List<String> all = Stream.concat(Stream.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Stream.of(flags))
                .toList();
        return Image.of(AotCache.command(main, all, training).toArray(String[]::new));
    }
}
