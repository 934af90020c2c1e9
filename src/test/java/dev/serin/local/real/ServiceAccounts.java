package dev.serin.local.real;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** Tokens of service accounts. */
final class ServiceAccounts {
    private static final Duration LIFE = Duration.ofDays(1);

    private ServiceAccounts() {}

    /** One that lives for a day. */
    static String token(KubernetesClient client, String namespace, String name) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(LIFE.toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
