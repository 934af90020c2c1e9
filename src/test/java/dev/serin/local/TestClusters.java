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
            return LocalCluster.start(
                    new MockPlane(),
                    subnet,
                    ClusterOptions.in(Files.createTempDirectory(Path.of("target"), "cluster")
                            .toAbsolutePath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deployReporter(LocalCluster cluster, Subnet subnet) throws IOException {
        String ip = subnet.services().get();
        try (InputStream yaml =
                Objects.requireNonNull(TestClusters.class.getResourceAsStream("/local/reporter.yaml"))) {
            cluster.client().load(yaml).inNamespace("default").create();
        }
        cluster.client().services().inNamespace("default").withName("reporter").edit(service -> {
            service.getSpec().setClusterIP(ip);
            return service;
        });
    }
}
