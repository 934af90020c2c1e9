package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Server-side apply: ownership, conflicts, and what goes when it is no longer applied. */
class ServerSideApplyTest {
    private static final Kind SERVICE = new Kinds().of("services");
    private static final Kind DEPLOYMENT = new Kinds().of("deployments");

    private static ObjectNode yaml(String text) {
        return (ObjectNode) Json.read(text);
    }

    private static ObjectNode apply(Kind kind, String manager, boolean force, ObjectNode live, String applied) {
        return new ServerSideApply(kind, manager, force, "").apply(live, yaml(applied));
    }

    @Test
    void theSameAgainChangesNothing() {
        String applied = "spec: {selector: {app: a}, ports: [{port: 1, name: x}]}";
        ObjectNode once = apply(SERVICE, "one", false, Json.object(), applied);
        assertThat(apply(SERVICE, "one", false, once, applied)).isEqualTo(once);
    }

    @Test
    void whatIsNoLongerAppliedGoesUnlessSomebodyElseOwnsIt() {
        ObjectNode live =
                apply(SERVICE, "one", false, Json.object(), "spec: {selector: {app: a, tier: b}, type: ClusterIP}");
        live = apply(SERVICE, "two", false, live, "spec: {type: ClusterIP}");
        live = apply(SERVICE, "one", false, live, "spec: {selector: {app: a}}");
        assertThat(live.at("/spec/selector").toString()).isEqualTo("{\"app\":\"a\"}");
        assertThat(live.at("/spec/type").asText()).as("two owns it too").isEqualTo("ClusterIP");
    }

    @Test
    void anothersFieldIsAConflictAndCanBeTakenByForce() {
        ObjectNode live = apply(DEPLOYMENT, "kubectl", false, Json.object(), "spec: {replicas: 1}");
        assertThatThrownBy(() -> apply(DEPLOYMENT, "serin", false, live, "spec: {replicas: 2}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"kubectl\": .spec.replicas");
        ObjectNode forced = apply(DEPLOYMENT, "serin", true, live, "spec: {replicas: 2}");
        assertThat(forced.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(ManagedFields.of(forced).find("kubectl", "Apply", "")).isEmpty();
    }

    @Test
    void kubectlTakesOverWhatItAppliedOnTheClientsSide() {
        ObjectNode live = yaml("spec: {replicas: 1, paused: false}");
        ManagedFields.track(DEPLOYMENT, Json.object(), live, "kubectl-client-side-apply", "");
        live.withObject("/metadata/annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", "{\"spec\":{\"replicas\":1}}");
        String applied = "spec: {replicas: 2}";
        assertThatThrownBy(() -> apply(DEPLOYMENT, "serin", false, live, applied))
                .hasMessageContaining("kubectl-client-side-apply");
        ObjectNode taken = apply(DEPLOYMENT, "kubectl", false, live, applied);
        assertThat(taken.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(taken.at("/metadata/annotations").toString()).contains("\\\"replicas\\\":2");
        assertThatThrownBy(() -> apply(DEPLOYMENT, "kubectl", false, live, "spec: {paused: true}"))
                .hasMessageContaining(".spec.paused");
    }

    @Test
    void itemsOfAListAreMergedByTheirKeys() {
        String one = "spec: {template: {spec: {containers: [{name: a, image: x}]}}}";
        String two = "spec: {template: {spec: {containers: [{name: b, image: y}]}}}";
        ObjectNode live = apply(DEPLOYMENT, "one", false, Json.object(), one);
        live = apply(DEPLOYMENT, "two", false, live, two);
        assertThat(live.at("/spec/template/spec/containers")).hasSize(2);
        live = apply(DEPLOYMENT, "one", false, live, "spec: {template: {}}");
        assertThat(live.at("/spec/template/spec/containers/0/name").asText()).isEqualTo("b");
    }

    @Test
    void aPlainWriteTakesWhatItChanges() {
        ObjectNode live = apply(DEPLOYMENT, "serin", false, Json.object(), "spec: {replicas: 1, paused: false}");
        ObjectNode scaled = live.deepCopy();
        scaled.withObject("/spec").put("replicas", 3);
        ManagedFields.track(DEPLOYMENT, live, scaled, "kubectl-scale", "");
        String owned = ManagedFields.of(scaled)
                .find("serin", "Apply", "")
                .orElseThrow()
                .fields()
                .write()
                .toString();
        assertThat(owned).isEqualTo("{\"f:spec\":{\"f:paused\":{}}}");
    }

    @Test
    void theSameAgainChangesNothingWhoeverElseHasApplied() {
        String one = "spec: {replicas: 1}";
        ObjectNode live = apply(DEPLOYMENT, "one", false, Json.object(), one);
        live = apply(DEPLOYMENT, "two", false, live, "spec: {paused: true}");
        ObjectNode scaled = live.deepCopy();
        scaled.withObject("/spec").put("minReadySeconds", 3);
        ManagedFields.track(DEPLOYMENT, live, scaled, "three", "");
        assertThat(apply(DEPLOYMENT, "one", false, scaled, one)).isEqualTo(scaled);
        assertThat(apply(DEPLOYMENT, "two", false, scaled, "spec: {paused: true}"))
                .isEqualTo(scaled);
    }

    @Test
    void conflictsAreToldByManager() {
        ObjectNode live = apply(DEPLOYMENT, "b", false, Json.object(), "spec: {replicas: 1, paused: true}");
        live = apply(DEPLOYMENT, "a", false, live, "spec: {replicas: 1}");
        ObjectNode applied = live;
        assertThatThrownBy(() -> apply(DEPLOYMENT, "c", false, applied, "spec: {replicas: 2, paused: false}"))
                .hasMessage("Apply failed with 3 conflicts: conflicts with \"a\":\n- .spec.replicas\n"
                        + "conflicts with \"b\":\n- .spec.paused\n- .spec.replicas")
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.status(DEPLOYMENT, "d").at("/details/causes"))
                                .hasSize(3)
                                .contains(Json.read("{\"reason\": \"FieldManagerConflict\","
                                        + "\"message\": \"conflict with \\\"b\\\"\", \"field\": \".spec.paused\"}")));
    }

    @Test
    void aConflictWithAPlainWriteSaysHowAndWhen() {
        ObjectNode live = yaml("spec: {replicas: 1}");
        ManagedFields.track(DEPLOYMENT, Json.object(), live, "kubectl-edit", "");
        String time = live.at("/metadata/managedFields/0/time").asText();
        assertThatThrownBy(() -> apply(DEPLOYMENT, "serin", false, live, "spec: {replicas: 2}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"kubectl-edit\" using apps/v1 at " + time
                        + ": .spec.replicas");
    }

    @Test
    void anItemsFieldIsNamedByItsKeys() {
        String applied = "spec: {ports: [{port: 80, name: %s}]}";
        ObjectNode live = apply(SERVICE, "one", false, Json.object(), applied.formatted("a"));
        assertThatThrownBy(() -> apply(SERVICE, "two", false, live, applied.formatted("b")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"one\":"
                        + " .spec.ports[port=80,protocol=\"TCP\"].name");
    }

    @Test
    void aSelectorIsOneFieldWhoseOwnerChangesAsAWhole() {
        ObjectNode live = apply(SERVICE, "one", false, Json.object(), "spec: {selector: {app: a, tier: b}}");
        assertThatThrownBy(() -> apply(SERVICE, "two", false, live, "spec: {selector: {name: c}}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"one\": .spec.selector");
        ObjectNode forced = apply(SERVICE, "two", true, live, "spec: {selector: {name: c}}");
        assertThat(forced.at("/spec/selector").toString()).isEqualTo("{\"name\":\"c\"}");
        assertThat(ManagedFields.of(forced).find("one", "Apply", "")).isEmpty();
    }

    /** As a plain write that names them: an empty list is taken for ignorance, an empty entry clears them. */
    @Test
    void managedFieldsCanBeWritten() {
        ObjectNode live = apply(SERVICE, "one", false, Json.object(), "spec: {type: ClusterIP}");
        live = apply(SERVICE, "two", false, live, "spec: {selector: {app: a}}");
        for (String[] each : new String[][] {{"[]", "[one, two]"}, {"[{}]", "[]"}}) {
            ObjectNode next = live.deepCopy();
            Json.meta(next).set("managedFields", Json.read(each[0]));
            ManagedFields.keep(SERVICE, live, next);
            assertThat(ManagedFields.of(next).entries().stream()
                            .map(ManagedFields.Entry::manager)
                            .toList())
                    .hasToString(each[1]);
        }
    }

    @Test
    void theStatusIsOwnedApart() {
        ObjectNode live = apply(DEPLOYMENT, "one", false, Json.object(), "spec: {replicas: 1}");
        live = new ServerSideApply(DEPLOYMENT, "one", false, "status").apply(live, yaml("status: {replicas: 1}"));
        live = apply(DEPLOYMENT, "one", false, live, "spec: {replicas: 2}");
        assertThat(live.at("/status/replicas").asInt()).isEqualTo(1);
        assertThat(ManagedFields.of(live).entries()).hasSize(2);
    }
}
