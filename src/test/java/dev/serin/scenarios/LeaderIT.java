package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.Weights;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two operators, of which one leads: one that hangs is followed by the other, and clocks that differ change nothing. */
class LeaderIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/leader"));
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Resource<Lease> lease() {
        return serin.cluster().client().leases().inNamespace(Serin.NAMESPACE).withName("serin-leader");
    }

    private static String leader() {
        String holder = lease().require().getSpec().getHolderIdentity();
        return holder == null ? "" : holder;
    }

    private static void operators(int count) throws Exception {
        serin.cluster()
                .kubectl("scale", "deployment", "serin-operator", "-n", Serin.NAMESPACE, "--replicas=" + count)
                .orThrow();
        await("operators: " + count)
                .atMost(LIMIT)
                .until(() -> operatorPods().size() == count
                        && serin.cluster()
                                        .pods(Serin.NAMESPACE, "app.kubernetes.io/component=operator")
                                        .size()
                                == count);
    }

    private static List<Pod> operatorPods() {
        return serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator");
    }

    /** Where proxies find the leader. */
    private static String address() {
        return serin.cluster()
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(Serin.NAMESPACE)
                .withName("serin-xds")
                .require()
                .getEndpoints()
                .getFirst()
                .getAddresses()
                .getFirst();
    }

    private static void awaitWeight(int weight) {
        serin.awaitStatus("weight " + weight, "reporter", status -> {
            Weights weights = status.weights();
            return weights != null
                    && weights.canary() == weight
                    && status.condition("TrafficProgrammed").orElseThrow().isTrue();
        });
    }

    @Test
    void aLeaderThatHangsIsFollowedAndLeavesWhenItWakesUp() throws Exception {
        operators(2);
        String first = leader();
        try (var client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300))) {
            await().until(() -> client.count() > 100);
            serin.cluster().signal(Serin.NAMESPACE, first, "STOP");
            await("the other leads").atMost(LIMIT).until(() -> !leader().equals(first));
            Pod second = operatorPods().stream()
                    .filter(pod -> pod.getMetadata().getName().equals(leader()))
                    .findFirst()
                    .orElseThrow();
            await("proxies are told")
                    .atMost(LIMIT)
                    .until(() -> address().equals(second.getStatus().getPodIP()));
            serin.weight("reporter", 80);
            awaitWeight(80);

            serin.cluster().signal(Serin.NAMESPACE, first, "CONT");
            await("the first begins anew").atMost(LIMIT).until(() -> restarts(first) > 0);
            serin.weight("reporter", 30);
            awaitWeight(30);
            assertThat(leader()).isEqualTo(second.getMetadata().getName());
            assertThat(address()).isEqualTo(second.getStatus().getPodIP());
            client.stop();
            assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
            System.out.printf("leader lost: 0 of %d requests failed%n", client.count());
        }
        operators(1);
    }

    private static int restarts(String pod) {
        return serin.cluster()
                .client()
                .pods()
                .inNamespace(Serin.NAMESPACE)
                .withName(pod)
                .require()
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getRestartCount();
    }

    @Test
    void anOperatorWhoseClockIsHalfAMinuteAheadWaitsForTheLeaseToExpire() throws Exception {
        operators(0);
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            renewLate();
            var renewing = clock.scheduleAtFixedRate(LeaderIT::renewLate, 2, 2, TimeUnit.SECONDS);
            operators(1);
            await("the lease stays the other's")
                    .during(Duration.ofSeconds(20))
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> leader().equals("other"));
            renewing.cancel(false);
            await("it is taken when nobody renews it").atMost(LIMIT).until(() -> !leader().equals("other"));
        }
        serin.weight("reporter", 60);
        awaitWeight(60);
    }

    /** As an operator does whose clock is 30 s behind. */
    private static void renewLate() {
        ZonedDateTime theirs = ZonedDateTime.now(ZoneOffset.UTC).minusSeconds(30);
        lease().edit(lease -> new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity("other")
                .withLeaseDurationSeconds(15)
                .withRenewTime(theirs)
                .endSpec()
                .build());
    }
}
