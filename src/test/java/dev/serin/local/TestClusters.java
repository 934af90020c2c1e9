package dev.serin.local;

import dev.serin.local.net.Subnet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Clusters for the local cluster's own tests. */
final class TestClusters {
    private TestClusters() {}

    /** Its folder, with the logs, stays below {@code target}. */
    static LocalCluster start(Subnet subnet) {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "cluster").toAbsolutePath();
            return LocalCluster.start(new EmbeddedPlane(folder, subnet.services()), subnet, ClusterOptions.in(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deployReporter(LocalCluster cluster) throws IOException {
        try (InputStream yaml =
                Objects.requireNonNull(TestClusters.class.getResourceAsStream("/local/reporter.yaml"))) {
            cluster.client().load(yaml).inNamespace("default").create();
        }
    }
}
