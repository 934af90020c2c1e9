package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two operators under load. How soon the next one leads is told, and on a machine that has nothing else to do it is as
 * docs/high-availability.md says; here others take the processor. "Leads" means that proxies are pointed to it, which is after every release was gone through and
 * the port is open.
 */
class HandoverIT {
    private static final int STOPS = Integer.getInteger("stops", 3);

    /** Who waits for it to expire waits for so long. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static Serin serin;
    private static Operators operators;

    @SuppressWarnings("NullAway.Init") // set before each
    private ReporterClient client;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/handover"));
        operators = new Operators(serin);
        // So that what is sent to proxies is in the log.
        serin.cluster()
                .kubectl("set", "env", "deployment/serin-operator", "-n", Serin.NAMESPACE, "SERIN_LOG_LEVEL=DEBUG")
                .orThrow();
        serin.awaitRollout();
        serin.sample("reporter.yaml");
        serin.sample("canary-weight.yaml");
        serin.awaitCondition("reporter", "Ready", true);
        operators.scale(2);
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    @BeforeEach
    void isServed() {
        operators.awaitReady(2);
        client = ReporterClient.start(
                Load.on(serin.proxy("reporter")).connections(4).rate(300));
        await().until(() -> client.count() > 100);
    }

    @AfterEach
    void noRequestFailed() throws Exception {
        client.stop();
        assertThat(client.calls().stream().filter(Call::failed)).isEmpty();
        System.out.printf("0 of %d requests failed%n", client.count());
        client.close();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void weight(int weight) {
        serin.weight("reporter", weight);
        serin.awaitWeight("reporter", weight);
    }

    @Test
    void anOrderlyStopIsFollowedBeforeTheLeaseExpires() {
        List<Double> followed = new ArrayList<>();
        for (int stop = 1; stop <= STOPS; stop++) {
            String first = operators.leader();
            ZonedDateTime renewed = operators.lease().require().getSpec().getRenewTime();
            long asked = System.nanoTime();
            operators.stop(first);
            operators.awaitOtherThan(first);
            assertThat(Duration.between(
                            renewed, operators.lease().require().getSpec().getAcquireTime()))
                    .as("from the last renewal to the next leader")
                    .isLessThan(LEASE);
            followed.add(seconds(asked));
            weight(10 + stop);
            System.out.printf(
                    "orderly stop %d: the next leads after %.2f s, a new weight stands after %.2f s%n",
                    stop, followed.getLast(), seconds(asked));
            operators.awaitReady(2);
        }
    }

    @Test
    void aKilledLeaderIsFollowedWhenItsLeaseHasExpired() throws Exception {
        String first = operators.leader();
        long killed = System.nanoTime();
        operators.kill(first);
        operators.awaitOtherThan(first);
        double followed = seconds(killed);
        weight(20);
        System.out.printf("killed: the next leads after %.1f s%n", followed);
        operators.awaitReady(2);
    }

    @Test
    void aLeaderThatHangsIsFollowedAndNeitherWritesNorPushesWhenItWakesUp() throws Exception {
        assumeThat(serin.cluster().hasAudit()).isTrue();
        String first = operators.leader();
        operators.signal(first, "STOP");
        long stopped = System.nanoTime();
        operators.awaitOtherThan(first);
        System.out.printf("frozen: the next leads after %.1f s%n", seconds(stopped));
        weight(80);
        wakesUpInVain(first, 80, 30);
    }

    /** Before its time is over, so that no clock tells it: proxies still have their streams to it. */
    @Test
    void aLeaderWhoseLeaseIsStolenWhileItHangsNeitherWritesNorPushesWhenItWakesUp() throws Exception {
        assumeThat(serin.cluster().hasAudit()).isTrue();
        String first = operators.leader();
        String second = operators.standby();
        operators.signal(first, "STOP");
        long stopped = System.nanoTime();
        operators.steal(second);
        assertThat(operators.awaitOtherThan(first)).isEqualTo(second);
        serin.weight("reporter", 60);
        serin.awaitStatus(
                "the second has begun with it",
                "reporter",
                status -> status.weights() != null && status.weights().canary() == 60);
        await("it sleeps for a while").until(() -> seconds(stopped) > 2);
        double slept = seconds(stopped);
        System.out.printf("stolen: the first sleeps for %.1f s%n", slept);
        wakesUpInVain(first, 60, 40);
    }

    private void wakesUpInVain(String first, int weight, int next) throws Exception {
        int before = serin.cluster().audit().size();
        int restarts = operators.restarts(first);
        long pushed = pushes(first);
        assertThat(pushed).isPositive();
        operators.signal(first, "CONT");
        await("it leaves, and begins anew").until(() -> operators.restarts(first) > restarts);
        serin.awaitWeight("reporter", weight);
        weight(next);
        operators.awaitReady(2);
        assertThat(operators.writesOf(first, before))
                .as("writes of the deposed")
                .isEmpty();
        assertThat(operators.writesOf(operators.leader(), before))
                .as("of the other")
                .isNotEmpty();
        assertThat(pushes(first)).as("pushes of the deposed").isEqualTo(pushed);
        System.out.printf("%s woke up: 0 writes, 0 pushes%n", first);
    }

    /** By its log, at level DEBUG. */
    private static long pushes(String pod) throws Exception {
        return serin.cluster().logs(Serin.NAMESPACE, pod).stream()
                .filter(line -> line.contains("is sent its") && !line.contains("rehearsal"))
                .count();
    }
}
