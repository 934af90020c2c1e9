package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches: nothing lost, nothing twice, in order. */
class EmbeddedApiWatchIT {
    private static final int WRITERS = 4;
    private static final int WRITES = 50;

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

    private static ConfigMap map(String name, String app, int value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withLabels(Map.of("app", app))
                .endMetadata()
                .addToData("value", String.valueOf(value))
                .build();
    }

    /** What a watch tells, one line for each event. */
    private static final class Told implements Watcher<ConfigMap> {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<Long> versions = new CopyOnWriteArrayList<>();

        @Override
        public void eventReceived(Action action, ConfigMap map) {
            versions.add(Long.parseLong(map.getMetadata().getResourceVersion()));
            events.add(action + " " + map.getMetadata().getName() + " "
                    + map.getData().get("value"));
        }

        @Override
        public void onClose(WatcherException cause) {
            events.add("closed: " + cause);
        }
    }

    @Test
    void aWatchFromAVersionTellsAllThatCameAfterIt() {
        String before = client.resource(map("a", "x", 0)).create().getMetadata().getResourceVersion();
        client.resource(map("a", "x", 1)).update();
        client.resource(map("b", "x", 0)).create();
        client.resource(map("b", "x", 0)).delete();
        Told told = new Told();
        try (Watch watch = client.configMaps()
                .inNamespace("default")
                .watch(new ListOptionsBuilder().withResourceVersion(before).build(), told)) {
            assertThat(watch).isNotNull();
            await().until(() -> told.events.size() >= 3);
            client.resource(map("a", "x", 2)).update();
            await().until(() -> told.events.size() >= 4);
        }
        assertThat(told.events.subList(0, 4))
                .containsExactly("MODIFIED a 1", "ADDED b 0", "DELETED b 0", "MODIFIED a 2");
        assertThat(told.versions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whoWatchesByALabelSeesObjectsComeAndGoByIt() {
        client.resource(map("a", "y", 0)).create();
        Told told = new Told();
        try (Watch watch =
                client.configMaps().inNamespace("default").withLabel("app", "x").watch(told)) {
            assertThat(watch).isNotNull();
            client.resource(map("a", "x", 1)).update();
            client.resource(map("a", "x", 2)).update();
            client.resource(map("a", "y", 3)).update();
            client.resource(map("a", "y", 3)).delete();
            client.resource(map("b", "x", 0)).create();
            await().until(() -> told.events.stream().anyMatch(event -> event.endsWith("b 0")));
        }
        assertThat(told.events.subList(0, 4)).containsExactly("ADDED a 1", "MODIFIED a 2", "DELETED a 3", "ADDED b 0");
    }

    @Test
    void anInformerMissesNothingOfManyWriters() throws Exception {
        for (int writer = 0; writer < WRITERS; writer++) {
            client.resource(map("m" + writer, "x", 0)).create();
        }
        try (SharedIndexInformer<ConfigMap> informer =
                        client.configMaps().inNamespace("default").inform();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "m" + writer;
                all.add(threads.submit(() -> {
                    for (int i = 1; i <= WRITES; i++) {
                        String patch = "{\"data\":{\"value\":\"" + i + "\"}}";
                        client.configMaps()
                                .inNamespace("default")
                                .withName(name)
                                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            await().until(() -> informer.getStore().list().stream()
                    .allMatch(map -> String.valueOf(WRITES).equals(map.getData().get("value"))));
            assertThat(informer.getStore().list()).hasSize(WRITERS);
        }
        assertThat(api.audit().stream().filter(record -> record.verb().equals("patch") && record.changed()))
                .hasSize(WRITERS * WRITES);
    }
}
