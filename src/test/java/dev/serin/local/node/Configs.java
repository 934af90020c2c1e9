package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What pods read from the API server besides themselves. */
final class Configs {
    private final KubernetesClient client;

    Configs(KubernetesClient client) {
        this.client = client;
    }

    /** The content of a ConfigMap, binary data included; empty if there is none. */
    Optional<Map<String, byte[]>> configMap(String namespace, String name) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(Configs::content);
    }

    Optional<Map<String, byte[]>> secret(String namespace, String name) {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .map(Configs::content);
    }

    /** The address of a Service that has one. */
    Optional<String> serviceAddress(String namespace, String name) {
        Service service =
                client.services().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(service)
                .map(s -> s.getSpec().getClusterIP())
                .filter(ip -> !ip.isEmpty() && !ip.equals("None"));
    }

    private static Map<String, byte[]> content(ConfigMap map) {
        Map<String, byte[]> content = new HashMap<>();
        if (map.getData() != null) {
            map.getData().forEach((key, text) -> content.put(key, text.getBytes(StandardCharsets.UTF_8)));
        }
        if (map.getBinaryData() != null) {
            map.getBinaryData()
                    .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
        }
        return content;
    }

    private static Map<String, byte[]> content(Secret secret) {
        Map<String, byte[]> content = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
        }
        if (secret.getStringData() != null) {
            secret.getStringData().forEach((key, text) -> content.put(key, text.getBytes(StandardCharsets.UTF_8)));
        }
        return content;
    }
}
