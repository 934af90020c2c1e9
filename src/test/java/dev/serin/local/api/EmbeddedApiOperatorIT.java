package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator with the SDK's defaults: leader election, finalizer, owned objects and status, all by apply. */
class EmbeddedApiOperatorIT {
    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private Operator operator;

    private final WidgetReconciler reconciler = new WidgetReconciler();

    /** Keeps a ConfigMap that says how big its widget is. */
    public static final class Label extends CRUDKubernetesDependentResource<ConfigMap, Widget> {
        @Override
        protected ConfigMap desired(Widget widget, Context<Widget> context) {
            return new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(widget.getMetadata().getName())
                    .withNamespace(widget.getMetadata().getNamespace())
                    .endMetadata()
                    .addToData("size", String.valueOf(widget.getSpec().size()))
                    .build();
        }
    }

    @Workflow(dependents = @Dependent(type = Label.class))
    @ControllerConfiguration(name = "widgets", finalizerName = "example.test/widgets")
    static final class WidgetReconciler implements Reconciler<Widget>, Cleaner<Widget> {
        private final AtomicInteger cleaned = new AtomicInteger();

        @Override
        public UpdateControl<Widget> reconcile(Widget widget, Context<Widget> context) {
            Widget seen = new Widget();
            seen.getMetadata().setName(widget.getMetadata().getName());
            seen.getMetadata().setNamespace(widget.getMetadata().getNamespace());
            seen.setStatus(new Widget.Status(widget.getSpec().size()));
            return UpdateControl.patchStatus(seen);
        }

        @Override
        public DeleteControl cleanup(Widget widget, Context<Widget> context) {
            cleaned.incrementAndGet();
            return DeleteControl.defaultDelete();
        }
    }

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
        Widget.define(client);
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(api.client())
                .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("widgets-leader")
                                .withLeaseNamespace("default")
                                .withIdentity("me")
                                .buildForTest(false)));
        operator.register(reconciler);
        operator.start();
    }

    @AfterEach
    void close() {
        operator.stop();
        client.close();
        api.close();
    }

    private Resource<Widget> widget() {
        return client.resources(Widget.class).inNamespace("default").withName("w");
    }

    private Resource<ConfigMap> label() {
        return client.configMaps().inNamespace("default").withName("w");
    }

    private boolean isSeen(int size) {
        Widget widget = widget().get();
        return widget != null
                && widget.getStatus() != null
                && widget.getStatus().seen() == size;
    }

    /** What was changed by anybody, but for the lease. */
    private List<AuditRecord> changes() {
        return api.audit().stream()
                .filter(record -> record.changed() && !record.resource().equals("leases"))
                .toList();
    }

    @Test
    void aResourceIsReconciledChangedAndCleanedUp() {
        client.resource(Widget.of("w", 3)).create();
        await().until(() -> isSeen(3));
        await().until(() -> label().get() != null);
        assertThat(widget().get().getFinalizers()).containsExactly("example.test/widgets");
        assertThat(label().get().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid())
                        .isEqualTo(widget().get().getMetadata().getUid()));
        assertThat(client.leases()
                        .inNamespace("default")
                        .withName("widgets-leader")
                        .get()
                        .getSpec()
                        .getHolderIdentity())
                .isEqualTo("me");

        widget().edit(widget -> {
            widget.setSpec(new Widget.Spec(4, "blue"));
            return widget;
        });
        await().until(() -> isSeen(4));
        await().until(() -> "4".equals(label().get().getData().get("size")));

        widget().delete();
        await().until(() -> widget().get() == null);
        assertThat(reconciler.cleaned).hasValue(1);
    }

    @Test
    void whatIsAsItShouldBeIsNotWrittenAgain() {
        client.resource(Widget.of("w", 3)).create();
        await().until(() -> isSeen(3));
        await().until(() -> label().get() != null);
        api.clearAudit();
        widget().edit(widget -> {
            widget.setSpec(new Widget.Spec(3, "green"));
            return widget;
        });
        await().until(() -> api.audit().stream()
                .anyMatch(record -> record.resource().equals("widgets")
                        && record.subresource().equals("status")));
        assertThat(changes()).as("this test's own, and none by the operator").hasSize(1);
    }
}
