package dev.serin.local;

import dev.serin.local.node.ImageRegistry;
import dev.serin.local.node.ImageRegistry.Image;
import dev.serin.samples.HttpReporterServer;
import dev.serin.samples.ReporterServer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a local cluster is made.
 *
 * @param folder for pods' folders, logs and the kubeconfig; emptied by nobody, so that logs stay to be read
 * @param images what images stand for; the sample images {@code serin-samples/reporter} and
 *     {@code serin-samples/http-reporter} are always there
 * @param initialBackOff before a crashed container is restarted the second time; doubles
 */
public record ClusterOptions(Path folder, ImageRegistry images, Duration initialBackOff) {
    /** A back-off of one second, which is a tenth of the kubelet's. */
    public static ClusterOptions in(Path folder) {
        ImageRegistry images = new ImageRegistry()
                .register("serin-samples/reporter", Image.java(ReporterServer.class))
                .register("serin-samples/http-reporter", Image.java(HttpReporterServer.class));
        return new ClusterOptions(folder, images, Duration.ofSeconds(1));
    }

    public ClusterOptions image(String name, Image image) {
        images.register(name, image);
        return this;
    }

    public ClusterOptions initialBackOff(Duration d) {
        return new ClusterOptions(folder, images, d);
    }
}
