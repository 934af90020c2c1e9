package dev.serin.bench.world;

import static org.awaitility.Awaitility.await;

import dev.serin.local.TokenPods;
import dev.serin.resources.XdsEndpoint;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;

/**
 * What a kubelet would have put into a proxy's pod.
 *
 * @param authorities by whom the operator's certificate may be signed, as PEM
 * @param token the pod's own, for the operator
 */
record Mounted(String authorities, String token) {
    private static final String AUTHORITIES = "ca.crt";
    /** Longer than any run. */
    private static final long SECONDS = Duration.ofHours(24).toSeconds();

    /** Waits until the operator has made the release's ConfigMap; the pod has to be there. */
    static Mounted in(KubernetesClient client, String release, String pod) {
        ConfigMap config = await("the proxies' ConfigMap of " + release)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> config(client, release),
                        map -> map != null && map.getData().containsKey(AUTHORITIES));
        return new Mounted(Objects.requireNonNull(config.getData().get(AUTHORITIES)), token(client, pod));
    }

    private static ConfigMap config(KubernetesClient client, String release) {
        return client.configMaps()
                .inNamespace("default")
                .withName(release + "-proxy")
                .get();
    }

    private static String token(KubernetesClient client, String name) {
        Pod pod = client.pods().inNamespace("default").withName(name).require();
        var asked = TokenPods.asked(SECONDS, XdsEndpoint.AUDIENCE)
                .editSpec()
                .withNewBoundObjectRef("v1", "Pod", name, pod.getMetadata().getUid())
                .endSpec();
        return TokenPods.issue(client, "default", "default", asked).getToken();
    }
}
