package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service account tokens in a pod's projected volumes. As a kubelet does, it asks for each when the pod begins and
 * again when four fifths of its life are over, and leaves the files alone in between. They are no text to be rewritten.
 */
final class PodTokens {
    private static final Logger LOG = LoggerFactory.getLogger(PodTokens.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long USUAL_SECONDS = 3600;

    private final PodContext context;
    private final KubernetesClient client;
    private final Map<Path, ServiceAccountTokenProjection> wanted = new HashMap<>();
    private final Map<Path, Instant> due = new HashMap<>();

    PodTokens(PodContext context, KubernetesClient client) {
        this.context = context;
        this.client = client;
        for (Volume volume : context.pod().getSpec().getVolumes()) {
            if (volume.getProjected() != null) {
                volume.getProjected().getSources().forEach(source -> add(context.volume(volume.getName()), source));
            }
        }
    }

    private void add(Path folder, VolumeProjection source) {
        ServiceAccountTokenProjection token = source.getServiceAccountToken();
        if (token != null) {
            wanted.put(folder.resolve(token.getPath()), token);
        }
    }

    /** Writes those that are due. Throws {@link MissingConfigException} when one can't be had that never was. */
    void write() {
        Instant now = Instant.now();
        wanted.forEach((file, token) -> {
            if (!due.getOrDefault(file, Instant.MIN).isAfter(now)) {
                write(file, token);
            }
        });
    }

    /** When there is one to be written again; empty where there is none at all. */
    Optional<Instant> due() {
        return due.values().stream().min(Instant::compareTo);
    }

    private void write(Path file, ServiceAccountTokenProjection token) {
        Instant asked = Instant.now();
        try {
            TokenRequest answer = ask(token);
            Long seconds = answer.getSpec().getExpirationSeconds();
            Duration life = Duration.ofSeconds(seconds == null ? USUAL_SECONDS : seconds);
            Volumes.write(file, answer.getStatus().getToken().getBytes(StandardCharsets.UTF_8));
            due.put(file, asked.plus(life.multipliedBy(4).dividedBy(5)));
        } catch (KubernetesClientException e) {
            if (!due.containsKey(file)) {
                throw new MissingConfigException("no token of ServiceAccount " + account() + ": " + e.getMessage());
            }
            LOG.warn("a token of {} stays as it is", context.pod().getMetadata().getName(), e);
            due.put(file, asked.plus(RETRY));
        }
    }

    private TokenRequest ask(ServiceAccountTokenProjection token) {
        ObjectMeta pod = context.pod().getMetadata();
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(token.getExpirationSeconds())
                .withNewBoundObjectRef("v1", "Pod", pod.getName(), pod.getUid())
                .endSpec();
        if (token.getAudience() != null && !token.getAudience().isEmpty()) {
            request.editSpec().withAudiences(token.getAudience()).endSpec();
        }
        return client.serviceAccounts()
                .inNamespace(context.namespace())
                .withName(account())
                .tokenRequest(request.build());
    }

    private String account() {
        String named = context.pod().getSpec().getServiceAccountName();
        return named == null || named.isEmpty() ? "default" : named;
    }
}
