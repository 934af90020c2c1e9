package dev.serin.bench.load;

import dev.serin.bench.envoy.Mode;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** nghttp2's load generator. */
record H2Load(Path program) implements ClosedLoop {
    private static final Pattern RATE = Pattern.compile("finished in .*?, ([\\d.]+) req/s");
    private static final Pattern GOOD = Pattern.compile("(\\d+) succeeded, 0 failed, 0 errored, 0 timeout");
    /** An empty gRPC message: no compression, length 0. */
    private static final byte[] EMPTY_MESSAGE = new byte[5];

    /** The program on the PATH. */
    static Optional<Path> locate() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "h2load"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String name() {
        return "h2load";
    }

    @Override
    public double run(InetSocketAddress target, int requests) throws IOException, InterruptedException {
        Path message = Files.createTempFile("message", ".bin");
        try {
            Files.write(message, EMPTY_MESSAGE);
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-n" + requests,
                            "-c" + CONNECTIONS,
                            "-m" + STREAMS,
                            "-t1",
                            "-H",
                            "content-type: application/grpc",
                            "-H",
                            "te: trailers",
                            "-H",
                            Mode.USER + ": one",
                            "-d",
                            message.toString(),
                            "http://%s:%d/serin.samples.Reporter/Report"
                                    .formatted(target.getAddress().getHostAddress(), target.getPort()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return rate(said, requests);
        } finally {
            Files.delete(message);
        }
    }

    /** What it printed, as a rate; throws when a request failed or it printed something else. */
    static double rate(String said, int requests) {
        Matcher rate = RATE.matcher(said);
        Matcher good = GOOD.matcher(said);
        if (!rate.find() || !good.find() || Integer.parseInt(good.group(1)) != requests) {
            throw new IllegalStateException("h2load did not get all answers:\n" + said);
        }
        return Double.parseDouble(rate.group(1));
    }
}
