package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator is killed before or after some of its writes, in the whole story of a target that is adopted in place, under
 * load: at a few of them, by a seed that is told ({@code -Dcrash.seed}), or with {@code -Pcrash} at each of them in turn.
 */
class CrashesIT {
    /** A killed operator's lease has to expire where another pod takes over. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** So many writes a whole story has at least. */
    private static final int WRITES = 40;

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/crashes"));
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @Test
    void whereverTheOperatorIsKilledTheStoryEndsTheSame() throws Exception {
        if (Boolean.getBoolean("crash.all")) {
            all();
        } else {
            long seed = Long.getLong("crash.seed", System.nanoTime());
            System.out.println("crash.seed=" + seed);
            Crashes crashes = Crashes.some(serin, "sample", new Random(seed), 2, WRITES);
            story("sample", crashes);
            assertThat(crashes.made()).hasSize(2);
        }
    }

    private static void all() throws Exception {
        Crashes none = Crashes.none(serin, "calm");
        story("calm", none);
        for (int i = 0; i < 2 * none.writes(); i++) {
            String name = "crash" + i;
            Crashes one = Crashes.at(serin, name, 1 + i / 2, i % 2 == 1);
            story(name, one);
            anotherOperator();
        }
    }

    /** In a pod of its own, as a container that ends again and again is started later each time. */
    private static void anotherOperator() throws Exception {
        String pod = serin.operatorPod();
        serin.cluster().kubectl("delete", "pod", pod, "-n", Serin.NAMESPACE).orThrow();
        await().atMost(PATIENCE)
                .until(() -> serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator").stream()
                        .anyMatch(other -> !other.getMetadata().getName().equals(pod)));
    }

    /** Adopted, a version promoted, a bad one rolled back, deleted. */
    private static void story(String name, Crashes crashes) throws Exception {
        var users = new UsersService(serin, name);
        users.apply(2);
        Disturbance listening = serin.cluster().disturb().listen(Serin.USER, crashes);
        try {
            told(users, crashes);
        } finally {
            listening.close();
        }
        serin.cluster()
                .kubectl("delete", "deployment,service,hpa", name, "--wait=false")
                .orThrow();
    }

    private static void told(UsersService users, Crashes crashes) throws Exception {
        String name = users.name();
        serin.apply("""
                apiVersion: serin.dev/v1alpha1
                kind: CanaryRelease
                metadata: {name: %1$s}
                spec:
                  targetRef: {name: %1$s}
                  service: {name: %1$s, port: 9090, exposure: Separate}
                  strategy: {steps: [{weight: 20, hold: 1s}, {weight: 50, hold: 1s}]}
                  analysis: {interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}}
                """.formatted(name)).orThrow();
        awaitStatus(name, status -> isAt(status, Stage.Idle) && status.phase() == Phase.Ready);
        try (var client = ReporterClient.start(
                Load.on(serin.proxy(name)).connections(4).rate(200).waitingForReady())) {
            users.bringOut(2, 0);
            awaitStatus(
                    name, status -> isAt(status, Stage.Idle) && ended(status).equals(List.of(Outcome.Promoted)));
            assertThat(users.images()).containsExactly(":2.0.0");
            users.bringOut(3, 60);
            awaitStatus(
                    name,
                    status -> isAt(status, Stage.Rejected)
                            && ended(status).equals(List.of(Outcome.RolledBack, Outcome.Promoted)));
            assertThat(users.images()).containsExactly(":2.0.0");
            client.stop();
            List<Call> failed = client.calls().stream().filter(Call::failed).toList();
            System.out.printf(
                    "%s: killed %s; %d of %d requests failed, all answered so by the bad version%n",
                    name, crashes.made(), failed.size(), client.calls().size());
            assertThat(failed).allMatch(call -> call.status() == Status.Code.INTERNAL);
        }
        serin.cluster()
                .kubectl("delete", "canary", name, "--timeout=" + PATIENCE.toSeconds() + "s")
                .orThrow();
        assertThat(new UsersService(serin, name + "-canary").deployment()).isNull();
        assertThat(new UsersService(serin, name + "-proxy").deployment()).isNull();
        assertThat(users.images()).containsExactly(":2.0.0");
    }

    private static boolean isAt(CanaryReleaseStatus status, Stage stage) {
        return Optional.ofNullable(status.adoption())
                .map(AdoptionStatus::stage)
                .filter(stage::equals)
                .isPresent();
    }

    private static List<Outcome> ended(CanaryReleaseStatus status) {
        return status.history().stream().map(past -> past.outcome()).toList();
    }

    /** On the way no weight is above the plan's. */
    private static void awaitStatus(String name, Predicate<CanaryReleaseStatus> wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> serin.status(name), status -> {
            if (status.weights() != null && status.walk() != null) {
                assertThat(status.weights().canary())
                        .isLessThanOrEqualTo(status.walk().weight());
            }
            return wanted.test(status);
        });
    }
}
