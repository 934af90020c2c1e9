package dev.serin.scenarios;

import static org.awaitility.Awaitility.await;

import dev.serin.local.Waits;
import dev.serin.samples.UsersObjects;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user's Deployment in namespace {@code default}, with the Service and the autoscaler of the same name. */
record UsersService(Serin serin, String name) {
    private UsersObjects objects() {
        return new UsersObjects(name);
    }

    String manifest(int pods) {
        return objects().manifest(pods);
    }

    void apply(int pods) throws Exception {
        serin.apply(manifest(pods)).orThrow();
        await().until(() -> Objects.equals(present().getSpec().getReplicas(), pods));
        Waits.rolledOut(serin.cluster().client(), name);
    }

    /** See {@link UsersObjects#release}. */
    void release(String service, String steps, String more) throws Exception {
        serin.apply(objects().release(service, steps, more)).orThrow();
    }

    /** Another limit of the autoscaler. */
    void atLeast(int pods) throws Exception {
        serin.cluster()
                .kubectl("patch", "hpa", name, "-p", "{\"spec\":{\"minReplicas\":%d}}".formatted(pods))
                .orThrow();
    }

    /** What a user does who brings out another image. */
    void bringOut(int version, int failPercent) throws Exception {
        serin.cluster()
                .kubectl("patch", "deployment", name, "-p", objects().template(version, failPercent))
                .orThrow();
    }

    @Nullable
    Deployment deployment() {
        return serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    /** Of its pods but those that are on their way out. */
    Set<String> images() {
        return serin.cluster().pods("default", "app=" + name).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .map(image -> image.substring(image.indexOf(':')))
                .collect(Collectors.toSet());
    }

    /** See {@link UsersObjects#left}. */
    String left() {
        return objects().left(serin.cluster().client(), "default");
    }

    /** The same, where it has to be there. */
    Deployment present() {
        return Optional.ofNullable(deployment()).orElseThrow();
    }
}
