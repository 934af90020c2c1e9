package dev.serin.trust;

import dev.serin.resources.Labels;
import dev.serin.resources.XdsEndpoint;
import dev.serin.xds.Callers;
import dev.serin.xds.ProxyIdentity;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Knows a proxy by the token that its pod has for the operator alone: the API server says to which pod it is bound, and
 * that pod's label which release it belongs to. See Kubernetes' bound service account tokens (KEP-1205).
 */
public final class ProxyTokens implements Callers {
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
    private static final String ACCOUNT = "system:serviceaccount:";

    /** A flood of callers is not passed on to the API server. */
    private static final int AT_A_TIME = 32;

    private static final long PATIENCE_SECONDS = 10;

    private final KubernetesClient client;
    private final Semaphore reviews = new Semaphore(AT_A_TIME, true);

    public ProxyTokens(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public ProxyIdentity identify(String token) throws RefusedException {
        try {
            if (!reviews.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new RefusedException(Status.Code.UNAVAILABLE, "too many tokens wait to be reviewed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Status.Code.UNAVAILABLE, "the operator stops");
        }
        try {
            return proxy(user(token));
        } catch (KubernetesClientException e) {
            throw new RefusedException(Status.Code.UNAVAILABLE, "its token could not be reviewed: " + e.getMessage());
        } finally {
            reviews.release();
        }
    }

    private UserInfo user(String token) throws RefusedException {
        TokenReview asked = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(XdsEndpoint.AUDIENCE)
                .endSpec()
                .build();
        TokenReviewStatus status = client.resource(asked).create().getStatus();
        boolean good = status != null
                && Boolean.TRUE.equals(status.getAuthenticated())
                && status.getAudiences() != null
                && status.getAudiences().contains(XdsEndpoint.AUDIENCE);
        if (!good) {
            String why = status == null || status.getError() == null ? "it is not for Serin" : status.getError();
            throw new RefusedException(Status.Code.UNAUTHENTICATED, "its token is not accepted: " + why);
        }
        return status.getUser();
    }

    private ProxyIdentity proxy(UserInfo user) throws RefusedException {
        String[] account = user.getUsername().startsWith(ACCOUNT)
                ? user.getUsername().substring(ACCOUNT.length()).split(":", 2)
                : new String[0];
        String name = only(user, POD_NAME);
        if (account.length != 2 || name.isEmpty()) {
            throw new RefusedException(Status.Code.UNAUTHENTICATED, "its token is of no pod");
        }
        String namespace = account[0];
        // Listed, as the operator may list pods in any case; the API server reads but the one.
        List<Pod> pods = client.pods()
                .inNamespace(namespace)
                .withField("metadata.name", name)
                .list()
                .getItems();
        for (Pod pod : pods) {
            Map<String, String> labels = pod.getMetadata().getLabels();
            String release = labels == null ? null : labels.get(Labels.RELEASE);
            if (release != null
                    && Labels.isProxy(labels)
                    && pod.getMetadata().getName().equals(name)
                    && pod.getMetadata().getUid().equals(only(user, POD_UID))) {
                return new ProxyIdentity(new ReleaseKey(namespace, release), name);
            }
        }
        throw new RefusedException(
                Status.Code.UNAUTHENTICATED, "pod " + name + " in " + namespace + " is no release's proxy");
    }

    private static String only(UserInfo user, String key) {
        List<String> values = user.getExtra() == null ? null : user.getExtra().get(key);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }
}
