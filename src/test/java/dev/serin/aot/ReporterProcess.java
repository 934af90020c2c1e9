package dev.serin.aot;

import dev.serin.local.net.FreePort;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.local.node.Processes;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import dev.serin.samples.ReporterServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The sample's server as a process. */
public final class ReporterProcess {
    private static final int CALLS = 200;

    private ReporterProcess() {}

    /** The server of this class path in a JVM with these flags, which was trained where that pays. */
    public static Image image(List<String> flags) throws IOException, InterruptedException {
        return AotCache.image(
                ReporterServer.class,
                AotCache.ownClassPath(),
                flags,
                (folder, plain, trained) -> train(folder, trained));
    }

    /** Answers some calls. */
    private static void train(Path folder, List<String> trained) throws IOException, InterruptedException {
        Path log = Files.createTempFile(Files.createDirectories(folder), "reporter", ".log");
        try (var processes = new Processes()) {
            int port = FreePort.on("127.0.0.1");
            var builder = new ProcessBuilder(trained).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(Map.of("POD_IP", "127.0.0.1", "PORT", String.valueOf(port)));
            Life life = new Life(processes.start(builder), log);
            life.awaitLine(Pattern.compile("listens on"));
            ReporterClient.run(Load.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .calls(CALLS));
            life.end();
        }
    }
}
