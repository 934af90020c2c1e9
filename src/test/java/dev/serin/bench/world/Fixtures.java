package dev.serin.bench.world;

import dev.serin.bench.envoy.Template;
import dev.serin.xds.Endpoint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a cluster would make of a release, written down: Deployments that have their pods, endpoints, ready proxies. */
final class Fixtures {
    private Fixtures() {}

    /** A release with both versions and its proxies, by their pods' names and addresses. */
    static void release(
            KubernetesClient client,
            String name,
            int weight,
            Map<String, String> proxies,
            Endpoint stable,
            Endpoint canary) {
        proxies.forEach((pod, address) -> {
            proxy(client, name, pod, address);
            ready(client, name, pod, address);
        });
        String yaml = Template.fill(
                "/bench/release.yaml",
                Map.of(
                        "name", name,
                        "stable", stable.address(),
                        "stablePort", String.valueOf(stable.port()),
                        "canary", canary.address(),
                        "canaryPort", String.valueOf(canary.port()),
                        "proxies", String.valueOf(proxies.size()),
                        "weight", String.valueOf(weight)));
        load(client, yaml).forEach(object -> client.resource(object).create());
    }

    /** A proxy's pod, of which nothing else is known yet. */
    static void proxy(KubernetesClient client, String release, String pod, String address) {
        client.resource(pod(client, release, pod, address)).create();
    }

    /** Makes it known that a proxy is ready, and where. */
    static void ready(KubernetesClient client, String release, String pod, String address) {
        Pod wanted = pod(client, release, pod, address);
        Pod made = client.resource(wanted).require();
        made.setStatus(wanted.getStatus());
        client.resource(made).updateStatus();
    }

    private static Pod pod(KubernetesClient client, String release, String pod, String address) {
        String yaml = Template.fill("/bench/proxy.yaml", Map.of("pod", pod, "name", release, "address", address));
        return (Pod) load(client, yaml).getFirst();
    }

    private static List<HasMetadata> load(KubernetesClient client, String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
