package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.PastRelease.Outcome;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.crash.Crashes;
import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.Waits;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

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

    @TestFactory
    Stream<DynamicTest> whereverTheOperatorIsKilledTheStoryEndsTheSame() {
        if (Boolean.getBoolean("crash.all")) {
            return all();
        }
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Crashes crashes = Crashes.some(CrashesIT::kill, "sample", new Random(seed), 2, WRITES);
        return Stream.of(dynamicTest("sample, -Dcrash.seed=" + seed, () -> {
            story("sample", crashes, new ArrayList<>());
            assertThat(crashes.made()).hasSize(2);
        }));
    }

    /** One without a crash, then one for each of the moments that it had: before and after each write. */
    private static Stream<DynamicTest> all() {
        List<String> left = new ArrayList<>();
        Crashes none = Crashes.none("calm");
        DynamicTest first = dynamicTest("calm", () -> story("calm", none, left));
        // Told one by one, since how many there are is known after the first.
        return Stream.concat(
                Stream.of(first),
                IntStream.iterate(0, i -> i + 1)
                        .takeWhile(i -> i < 2 * none.writes())
                        .filter(moment -> Crashes.isOurs(moment, 1))
                        .mapToObj(i -> dynamicTest("crash" + i, () -> {
                            Crashes one = Crashes.at(CrashesIT::kill, "crash" + i, i);
                            try {
                                story("crash" + i, one, left);
                            } finally {
                                anotherOperator();
                            }
                        })));
    }

    private static void kill() throws Exception {
        serin.cluster().signal(Serin.NAMESPACE, serin.operatorPod(), "KILL");
    }

    /** In a pod of its own, as a container that ends again and again is started later each time. */
    private static void anotherOperator() throws Exception {
        String pod = serin.operatorPod();
        serin.cluster().kubectl("delete", "pod", pod, "-n", Serin.NAMESPACE).orThrow();
        await().atMost(PATIENCE)
                .until(() -> serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator").stream()
                        .anyMatch(other -> !other.getMetadata().getName().equals(pod)));
    }

    /** Taken over and adopted, a version promoted, a bad one rolled back and put right, deleted; leaves what the first one left. */
    private static void story(String name, Crashes crashes, List<String> left) throws Exception {
        var users = new UsersService(serin, name);
        users.apply(1);
        Disturbance listening = serin.cluster().disturb().listen(Serin.USER, crashes);
        try {
            told(users, crashes);
        } finally {
            listening.close();
        }
        if (left.isEmpty()) {
            left.add(settled(users));
        }
        await().untilAsserted(() -> assertThat(users.left()).isEqualTo(left.getFirst()));
        serin.cluster()
                .kubectl("delete", "deployment,service,hpa", name, "--wait=false")
                .orThrow();
    }

    private static void told(UsersService users, Crashes crashes) throws Exception {
        String name = users.name();
        try (var client = ReporterClient.start(Load.on(serin.cluster().address("default", name, 9090))
                .connections(4)
                .rate(200)
                .waitingForReady())) {
            Serin.awaitMore(client, 200, PATIENCE);
            users.release(
                    "",
                    "{weight: 20, hold: 1s}, {weight: 50, hold: 1s}",
                    "analysis: {interval: 1s, warmUp: 0s, compareToStable: {metrics: [SuccessRate]}}");
            awaitStatus(
                    name,
                    status -> status.stage().equals(Optional.of(Stage.Idle))
                            && status.phase() == Phase.Ready
                            && Optional.ofNullable(status.takeover())
                                    .filter(TakeoverStatus::nothingBypasses)
                                    .isPresent());
            users.bringOut(2, 0);
            awaitStatus(
                    name,
                    status -> status.stage().equals(Optional.of(Stage.Idle))
                            && ended(status).equals(List.of(Outcome.Promoted)));
            assertThat(users.images()).containsExactly(":2.0.0");
            users.bringOut(3, 60);
            awaitStatus(
                    name,
                    status -> status.stage().equals(Optional.of(Stage.Rejected))
                            && ended(status).equals(List.of(Outcome.RolledBack, Outcome.Promoted)));
            assertThat(users.images()).containsExactly(":2.0.0");
            users.bringOut(2, 0);
            awaitStatus(
                    name, status -> status.stage().equals(Optional.of(Stage.Idle)) && status.phase() == Phase.Ready);
            serin.cluster()
                    .kubectl("delete", "canary", name, "--timeout=" + PATIENCE.toSeconds() + "s")
                    .orThrow();
            Serin.awaitMore(client, 200, PATIENCE);
            client.stop();
            List<Call> calls = client.calls();
            long bad = calls.stream()
                    .filter(call -> call.code() == Status.Code.INTERNAL)
                    .count();
            List<Call> lost = calls.stream()
                    .filter(call -> call.failed() && call.code() != Status.Code.INTERNAL)
                    .toList();
            System.out.printf(
                    "%s: killed %s; of %d requests the bad version failed %d, and lost are %s%n",
                    name, crashes.made(), calls.size(), bad, lost);
            assertThat(lost).isEmpty();
            assertThat(bad).isPositive();
        }
        assertThat(new UsersService(serin, name + "-canary").deployment()).isNull();
        assertThat(new UsersService(serin, name + "-proxy").deployment()).isNull();
        assertThat(users.images()).containsExactly(":2.0.0");
    }

    /** As it is once the Deployment's controller has come to rest. */
    private static String settled(UsersService users) throws Exception {
        Waits.rolledOut(serin.cluster().client(), users.name());
        return users.left();
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
