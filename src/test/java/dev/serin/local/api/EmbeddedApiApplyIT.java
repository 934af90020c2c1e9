package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-side apply through fabric8's client, as the operator sends it. */
class EmbeddedApiApplyIT {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d, namespace: default, labels: {app: d}}
            spec:
              replicas: %d
              selector: {matchLabels: {app: d}}
              template:
                metadata: {labels: {app: d}}
                spec:
                  containers: [{name: main, image: "%s", ports: [{containerPort: 80}]}]
            """;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private Deployment apply(String manager, boolean force, String yaml) {
        Deployment wanted = Serialization.unmarshal(yaml, Deployment.class);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build();
        return client.resource(wanted).patch(context);
    }

    private static List<String> managers(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }

    @Test
    void applyCreatesAndTheSameAgainWritesNothing() {
        Deployment first = apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        assertThat(first.getSpec().getStrategy().getType()).as("defaulted").isEqualTo("RollingUpdate");
        apply("other", false, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d, namespace: default, annotations: {note: x}}
                """);
        api.clearAudit();
        Deployment again = apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        assertThat(again.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(managers(again)).containsExactlyInAnyOrder("serin", "other");
        assertThat(api.audit()).singleElement().satisfies(record -> {
            assertThat(record.manager()).isEqualTo("serin");
            assertThat(record.verb()).isEqualTo("patch");
            assertThat(record.changed()).isFalse();
        });
    }

    @Test
    void defaultsBelongToNobody() {
        Deployment made = apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        String fields = made.getMetadata()
                .getManagedFields()
                .getFirst()
                .getFieldsV1()
                .getAdditionalProperties()
                .toString();
        assertThat(fields)
                .contains("f:replicas", "k:{\"name\":\"main\"}", "k:{\"containerPort\":80,\"protocol\":\"TCP\"}")
                .doesNotContain("f:strategy", "f:uid", "f:namespace");
    }

    @Test
    void anothersChangeIsAConflictUntilItIsForced() {
        apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        client.apps().deployments().inNamespace("default").withName("d").scale(3);
        assertThatThrownBy(() -> apply("serin", false, DEPLOYMENT.formatted(1, "a")))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getMessage())
                            .startsWith("Apply failed with 1 conflict: conflict with \"")
                            .endsWith(": .spec.replicas");
                    assertThat(e.getStatus().getDetails().getCauses())
                            .singleElement()
                            .satisfies(cause -> assertThat(cause.getReason()).isEqualTo("FieldManagerConflict"));
                });
        Deployment forced = apply("serin", true, DEPLOYMENT.formatted(1, "a"));
        assertThat(forced.getSpec().getReplicas()).isEqualTo(1);
        assertThat(managers(forced)).containsExactly("serin");
    }

    @Test
    void aReplacementOfTheObjectIsNotTakenForIt() {
        Deployment first = apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        client.resource(first).delete();
        apply("serin", false, DEPLOYMENT.formatted(1, "a"));
        String uid = "metadata: {uid: " + first.getMetadata().getUid() + ", ";
        assertThatThrownBy(() ->
                        apply("serin", false, DEPLOYMENT.formatted(2, "a").replace("metadata: {name", uid + "name")))
                .hasMessageContaining("Precondition failed: UID in precondition: "
                        + first.getMetadata().getUid());
    }

    @Test
    void aFinalizerIsAppliedAndTakenAwayLikeAnyField() {
        Widget.define(client);
        client.resource(Widget.of("w", 1)).create();
        for (String finalizers : List.of("example.test/a", "")) {
            client.resource("""
                            apiVersion: example.test/v1
                            kind: Widget
                            metadata: {name: w, namespace: default, finalizers: [%s]}
                            """.formatted(finalizers)).fieldManager("serin").serverSideApply();
            assertThat(client.resource(Widget.of("w", 1)).get().getFinalizers())
                    .isEqualTo(finalizers.isEmpty() ? List.of() : List.of(finalizers));
        }
        assertThat(client.resource(Widget.of("w", 1)).get().getSpec().size()).isEqualTo(1);
    }
}
