package dev.serin.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The readers give what Jackson's own would. */
class LateReadersTest {
    private static final String DEPLOYMENT = """
            {
              "apiVersion": "apps/v1",
              "kind": "Deployment",
              "metadata": {
                "name": "reporter",
                "creationTimestamp": null,
                "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {"f:replicas": {}}}}]
              },
              "spec": {
                "replicas": 3,
                "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 1}},
                "template": {
                  "spec": {
                    "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "zone"}]}},
                    "securityContext": {"runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [{
                      "name": "main",
                      "resources": {"limits": {"cpu": "1500m", "memory": "64Mi"}},
                      "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
                      "readinessProbe": {"grpc": {"port": 8080}, "futureOfProbes": {"deep": [1, "two"]}}
                    }],
                    "volumes": [
                      {"name": "a", "nfs": {"server": "s", "path": "/"}},
                      {"name": "b", "csi": {"driver": "d", "readOnly": true}},
                      {"name": "c", "projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 600}}]}}
                    ],
                    "futureField": {"x": 1}
                  }
                }
              },
              "status": {"conditions": [{"type": "Available", "status": "True", "lastUpdateTime": "2026-01-02T03:04:05Z"}]}
            }
            """;

    static Stream<Arguments> objects() throws IOException {
        Stream<Arguments> written = Stream.of(
                Arguments.of(Deployment.class, DEPLOYMENT),
                Arguments.of(
                        DeploymentList.class,
                        "{\"metadata\": {\"continue\": \"\"}, \"items\": [%s, {}]}".formatted(DEPLOYMENT)),
                Arguments.of(
                        Pod.class,
                        "{\"spec\": {}, \"status\": {\"podIPs\": [{\"ip\": \"10.0.0.1\"}], \"containerStatuses\": null}}"),
                Arguments.of(
                        Service.class,
                        "{\"spec\": {\"ports\": [{\"port\": 80, \"targetPort\": \"grpc\"}], \"selector\": {}}}"),
                Arguments.of(Secret.class, "{\"data\": {\"a\": \"b\"}, \"immutable\": false}"));
        return Stream.concat(written, deployed());
    }

    private static Stream<Arguments> deployed() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("deploy/crd.yaml"), Path.of("deploy/operator.yaml")));
        try (Stream<Path> samples = Files.list(Path.of("deploy/samples"))) {
            samples.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
        }
        List<HasMetadata> objects = new ArrayList<>();
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    objects.addAll(client.load(in).items());
                }
            }
        }
        var plain = new KubernetesSerialization();
        return objects.stream().map(object -> Arguments.of(object.getClass(), plain.asJson(object)));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void theyReadWhatJacksonsReadersDo(Class<? extends KubernetesResource> kind, String json) {
        var plain = new KubernetesSerialization();
        KubernetesSerialization late = Readers.serialization();
        Object read = late.unmarshal(json, kind);
        assertThat(read).isInstanceOf(kind).isEqualTo(plain.unmarshal(json, kind));
        assertThat(late.asJson(read)).isEqualTo(plain.asJson(read));
    }

    @Test
    void whatIsWrongIsTold() {
        String json = "{\"spec\": {\"strategy\": {\"steps\": 5}}}";
        Throwable plain = catchThrowable(() -> new KubernetesSerialization().unmarshal(json, CanaryRelease.class));
        Throwable late = catchThrowable(() -> Readers.serialization().unmarshal(json, CanaryRelease.class));
        assertThat(late).hasRootCauseMessage(Throwables.getRootCause(plain).getMessage());
    }

    @Test
    void manyMayReadTheFirstAtOnce() throws Exception {
        int many = 8;
        Object expected = new KubernetesSerialization().unmarshal(DEPLOYMENT, Deployment.class);
        KubernetesSerialization late = Readers.serialization();
        var together = new CyclicBarrier(many);
        Callable<Object> reading = () -> {
            together.await();
            return late.unmarshal(DEPLOYMENT, Deployment.class);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<Object> read : threads.invokeAll(
                    IntStream.range(0, many).mapToObj(i -> reading).toList())) {
                assertThat(read.get()).isEqualTo(expected);
            }
        }
    }
}
