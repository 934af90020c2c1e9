package dev.serin.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.Disturbances.Write;
import dev.serin.local.Disturbances.WriteListener;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.samples.UsersObjects;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentControllerIT {
    private static final String USER = "controllers";

    private final AtomicInteger addresses = new AtomicInteger();
    private final EmbeddedApi api = EmbeddedApi.start(() -> "10.96.0." + addresses.incrementAndGet());
    private final KubernetesClient user = api.client();
    private final KubernetesClient own = api.client(USER).build();
    private final AtomicBoolean scaled = new AtomicBoolean();
    private final Controllers controllers = Controllers.start(own);

    DeploymentControllerIT() throws IOException {}

    @AfterEach
    void stop() {
        controllers.close();
        own.close();
        user.close();
        api.close();
    }

    @Test
    void itsStatusLeavesWhoHasWrittenMeanwhile() {
        Disturbance listening = api.listen(USER, new WriteListener() {
            @Override
            public boolean before(Write write) {
                return true;
            }

            @Override
            public void after(Write write) {
                // Between this, the only other thing that the controller writes of a Deployment, and the status.
                boolean revision = write.resource().equals("deployments")
                        && write.subresource().isEmpty();
                if (revision && scaled.compareAndSet(false, true)) {
                    user.apps()
                            .deployments()
                            .inNamespace("default")
                            .withName("a")
                            .scale(4);
                }
            }
        });
        user.load(new ByteArrayInputStream(new UsersObjects("a").manifest(1).getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> user.resource(object).inNamespace("default").serverSideApply());
        await().atMost(Duration.ofSeconds(30)).until(() -> isSeen(deployment(user)));
        listening.close();
        assertThat(deployment(user).getMetadata().getManagedFields())
                .anyMatch(entry -> "scale".equals(entry.getSubresource()));
    }

    private static Deployment deployment(KubernetesClient client) {
        return client.apps().deployments().inNamespace("default").withName("a").require();
    }

    private static boolean isSeen(Deployment deployment) {
        return deployment.getStatus() != null
                && deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().getObservedGeneration())
                && Integer.valueOf(4).equals(deployment.getStatus().getReplicas());
    }
}
