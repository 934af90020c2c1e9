package dev.serin.crash;

import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.Disturbances.Write;
import dev.serin.local.Disturbances.WriteListener;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.samples.UsersObjects;
import dev.serin.xds.XdsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an author changes between the moment at which a release was observed and the status that says so. */
class MeanwhileIT {
    private static final String USER = "operator";
    private static final String NAMESPACE = "default";
    private static final String NAME = "meanwhile";
    /** By itself an operator looks every 15 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    /** So that it does not look by chance each time. */
    private static final int TIMES = 4;

    private final EmbeddedApi api = EmbeddedApi.start(() -> "10.96.0.1");
    private final KubernetesClient author = api.client();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger count = new AtomicInteger();

    MeanwhileIT() throws IOException {}

    @AfterEach
    void stop() {
        author.close();
        api.close();
    }

    @Test
    void isGoneThroughAtOnce() throws Exception {
        try (InputStream crd = Files.newInputStream(Path.of("deploy/crd.yaml"))) {
            author.load(crd).items().forEach(object -> author.resource(object).serverSideApply());
        }
        Disturbance listening = api.listen(USER, new WriteListener() {
            @Override
            public boolean before(Write write) {
                if (write.subresource().equals("status") && armed.compareAndSet(true, false)) {
                    change("{\"spec\":{\"progressDeadline\":\"1%dm\"}}".formatted(count.incrementAndGet()));
                }
                return true;
            }

            @Override
            public void after(Write write) {}
        });
        var operator = new SteppedOperator(api.client(USER), lives -> new XdsServer(lives), new SteppedClock());
        try {
            author.load(new ByteArrayInputStream(new UsersObjects(NAME)
                            .release("", "{weight: 20, hold: 10s}", "progressDeadline: 10m")
                            .getBytes(StandardCharsets.UTF_8)))
                    .items()
                    .forEach(object ->
                            author.resource(object).inNamespace(NAMESPACE).serverSideApply());
            await("a status").atMost(Duration.ofSeconds(30)).until(() -> isSeen(1));
            for (int i = 0; i < TIMES; i++) {
                SteppedWorld.rest(api, Duration.ofSeconds(1));
                armed.set(true);
                change("{\"spec\":{\"paused\":%b}}".formatted(i % 2 == 0));
                long last = 3 + 2L * i;
                await("what came meanwhile").atMost(AT_ONCE).until(() -> isSeen(last));
            }
        } finally {
            operator.close();
            listening.close();
        }
    }

    private void change(String patch) {
        release().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private boolean isSeen(long generation) {
        CanaryRelease found = release().require();
        return found.getStatus() != null
                && Long.valueOf(generation).equals(found.getStatus().observedGeneration());
    }

    private Resource<CanaryRelease> release() {
        return author.resources(CanaryRelease.class).inNamespace(NAMESPACE).withName(NAME);
    }
}
