package dev.serin;

import dev.serin.lead.Fence;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;

/**
 * The operator's two clients. Audit logs tell by the user agent which of several operators sent a request.
 *
 * @param agent {@code serin/VERSION (POD)}
 * @param serialization both read and write by
 */
record Clients(String agent, KubernetesSerialization serialization) {
    /** Shorter than a leader is certain of its lease without renewing it, so that it can try more than once. */
    private static final Duration LONGEST = Duration.ofMillis(2500);

    static Clients of(String pod, KubernetesSerialization serialization) {
        return new Clients("serin/%s (%s)".formatted(version(), pod), serialization);
    }

    /** The one that everything is read and written with; it writes only while the fence lets it. */
    KubernetesClient fenced(Fence fence) {
        return client(new ConfigBuilder().withUserAgent(agent))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence))
                .build();
    }

    /** The election's, which has to be allowed to write before this process leads, and has no time to wait. */
    KubernetesClient electing() {
        return client(new ConfigBuilder()
                        .withUserAgent(agent)
                        .withRequestTimeout((int) LONGEST.toMillis())
                        .withConnectionTimeout((int) LONGEST.toMillis())
                        .withRequestRetryBackoffLimit(0))
                .build();
    }

    private KubernetesClientBuilder client(ConfigBuilder config) {
        return new KubernetesClientBuilder()
                .withConfig(config.build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withKubernetesSerialization(serialization);
    }

    private static String version() {
        try (InputStream file = Clients.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
