package dev.serin.local;

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
    private static final Pattern AT_ONCE = Pattern.compile("\"gracePeriodSeconds\"\\s*:\\s*0\\b");
    private static final String HOLD = "test/kubelet";

    GracefulDispatcher() {
        super(List.of());
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        if (request.method() == HttpMethod.DELETE
                && POD.matcher(request.getPath()).matches()) {
            String body = new String(request.getBody().getBytes(), StandardCharsets.UTF_8);
            boolean now = AT_ONCE.matcher(body).find();
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
        boolean there = pod.path("metadata").path("finalizers").size() > 0;
        String patch = held
                ? "[{\"op\": \"add\", \"path\": \"/metadata/finalizers\", \"value\": [\"" + HOLD + "\"]}]"
                : there ? "[{\"op\": \"remove\", \"path\": \"/metadata/finalizers\"}]" : "[]";
        MockResponse answer = super.handlePatch(new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.PATCH,
                path,
                Headers.builder()
                        .add("Content-Type", "application/json-patch+json")
                        .build(),
                new Buffer(patch.getBytes(StandardCharsets.UTF_8))));
        if (answer.code() >= 300) {
            throw new IllegalStateException("the mock refused: " + answer.getStatus());
        }
    }
}
