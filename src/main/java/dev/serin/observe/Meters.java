package dev.serin.observe;

import dev.serin.analysis.AnswerMeter;
import dev.serin.analysis.ConnectionMeter;
import dev.serin.analysis.CounterReader;
import dev.serin.analysis.ShareMeter;
import dev.serin.bypass.BypassMeter;
import dev.serin.bypass.Sockets;
import dev.serin.content.Contents;
import dev.serin.gates.GateAsker;
import dev.serin.xds.ProxyPorts;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What looks at proxies, pods and others by itself, on threads of its own, and wakes a release when there is news.
 *
 * @param shares how many requests proxies sent where
 * @param connections how many clients' connections they have
 * @param answers how requests were answered
 * @param gates what others answered who were asked
 * @param bypass connections that bypass the proxies
 * @param contents of ConfigMaps and Secrets
 */
public record Meters(
        ShareMeter<ReleaseKey> shares,
        ConnectionMeter<ReleaseKey> connections,
        AnswerMeter<ReleaseKey> answers,
        GateAsker<ReleaseKey> gates,
        BypassMeter<ReleaseKey> bypass,
        Contents<ReleaseKey> contents)
        implements AutoCloseable {
    private static final Duration LOOK_AT_SHARES = Duration.ofSeconds(5);

    /** {@code local}: whether gates may be of the operator's own machine, which is for tests. */
    public static Meters of(KubernetesClient client, boolean local, Clock clock) {
        var counters = new CounterReader(ProxyPorts.STATUS);
        return new Meters(
                new ShareMeter<>(counters),
                new ConnectionMeter<>(counters, clock),
                new AnswerMeter<>(counters),
                GateAsker.of(client, local, clock),
                new BypassMeter<>(new Sockets(), clock),
                new Contents<>(client));
    }

    /** All of them begin. */
    public void start(Consumer<ReleaseKey> onNews) {
        shares.start(LOOK_AT_SHARES, onNews);
        connections.start(onNews);
        answers.start(onNews);
        gates.start(onNews);
        bypass.start(onNews);
        contents.start(onNews);
    }

    /** A release is gone. */
    public void forget(ReleaseKey release) {
        shares.forget(release);
        connections.forget(release);
        answers.forget(release);
        gates.forget(release);
        bypass.forget(release);
        contents.forget(release);
    }

    @Override
    public void close() {
        shares.close();
        connections.close();
        answers.close();
        gates.close();
        bypass.close();
        contents.close();
    }
}
