package dev.serin.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Teaches the mock graceful deletion: a deleted pod is only marked, until it is deleted with a grace period of 0. A
 * finalizer of its own does it.
 */
final class GracefulDispatcher extends KubernetesCrudDispatcher {
    private static final Pattern POD = Pattern.compile("/api/v1/namespaces/[^/]+/pods/[^/?]+");
    private static final String HOLD = "test/kubelet";

    GracefulDispatcher() {
        super(List.of());
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        if (request.method() == HttpMethod.DELETE
                && POD.matcher(request.getPath()).matches()) {
            boolean now = request.getUtf8Body() != null && request.getUtf8Body().contains("\"gracePeriodSeconds\":0");
            MockResponse present = super.handleGet(request.getPath());
            if (present.code() == 200) {
                ObjectNode pod = Serialization.unmarshal(
                        new String(present.getBody().getBytes(), StandardCharsets.UTF_8), ObjectNode.class);
                boolean marked = pod.path("metadata").has("deletionTimestamp");
                if (marked && !now) {
                    return present; // asked for twice
                }
                hold(request.getPath(), pod, !now);
                if (marked) {
                    return present; // letting go of it was the deletion
                }
            }
        }
        return super.dispatch(request);
    }

    private void hold(String path, ObjectNode pod, boolean held) {
        ArrayNode finalizers = ((ObjectNode) pod.path("metadata")).putArray("finalizers");
        if (held) {
            finalizers.add(HOLD);
        }
        super.handleUpdate(new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.PUT,
                path,
                Headers.builder().build(),
                new Buffer(Serialization.asJson(pod).getBytes(StandardCharsets.UTF_8))));
    }
}
