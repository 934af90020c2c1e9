package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serin.resources.Autoscaled;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeanStoreTest {
    private final LeanStore<Deployment> store = new LeanStore<>();

    private static Deployment seen(String name) {
        return new KubernetesSerialization().unmarshal("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: %s
              namespace: default
              resourceVersion: "7"
              labels: {serin.dev/release: reporter}
              managedFields:
                - manager: serin
                  operation: Apply
                  apiVersion: apps/v1
                  fieldsType: FieldsV1
                  fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"envoy"}': {".": {}, "f:name": {}}}}}}}
                - manager: serin
                  operation: Apply
                  subresource: status
                  apiVersion: apps/v1
                  fieldsV1: {"f:status": {"f:phase": {}}}
                - manager: kubectl
                  operation: Update
                  apiVersion: apps/v1
                  fieldsV1: {"f:metadata": {"f:labels": {}}}
                - manager: kube-controller-manager
                  operation: Update
                  apiVersion: apps/v1
                  subresource: scale
                  fieldsV1: {"f:spec": {"f:replicas": {}}}
                - manager: kube-controller-manager
                  operation: Update
                  apiVersion: apps/v1
                  subresource: status
                  fieldsV1: {"f:status": {"f:replicas": {}}}
            spec: {replicas: 3}
            """.formatted(name), Deployment.class);
    }

    private Deployment kept(String name) {
        Deployment seen = seen(name);
        store.put(store.getKey(seen), seen);
        return store.get(store.getKey(seen));
    }

    private static Map<String, Object> fields(Deployment deployment) {
        return deployment
                .getMetadata()
                .getManagedFields()
                .getFirst()
                .getFieldsV1()
                .getAdditionalProperties();
    }

    @Test
    void keepsWhatTheOperatorAppliedAndWhoScales() {
        assertThat(kept("one").getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getSubresource)
                .containsExactly(tuple("serin", null), tuple("kube-controller-manager", "scale"));
        assertThat(fields(kept("one"))).isEqualTo(fields(seen("one")));
    }

    @Test
    void changesNothingElse() {
        Deployment kept = kept("one");
        Deployment seen = seen("one");
        kept.getMetadata().setManagedFields(null);
        seen.getMetadata().setManagedFields(null);
        assertThat(kept).isEqualTo(seen);
    }

    @Test
    void keepsEqualTreesOnce() {
        assertThat(fields(kept("one"))).isSameAs(fields(kept("two")));
    }

    @Test
    void keepsEqualDataOnce() {
        var store = new LeanStore<ConfigMap>();
        for (String name : List.of("one", "two")) {
            store.put(
                    name,
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .addToData("envoy.yaml", new String("admin: {}".toCharArray()))
                            .build());
        }
        assertThat(store.get("one").getData()).isSameAs(store.get("two").getData());
        assertThat(store.get("one").getMetadata().getName()).isEqualTo("one");
    }

    @Test
    void anAutoscalerIsStillSeen() {
        var wanted =
                new DeploymentBuilder().withNewSpec().withReplicas(2).endSpec().build();
        assertThat(((Deployment) Autoscaled.respected(wanted, kept("one")))
                        .getSpec()
                        .getReplicas())
                .isNull();
    }
}
