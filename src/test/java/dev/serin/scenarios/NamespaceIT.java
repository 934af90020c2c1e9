package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.local.Cluster.Result;
import dev.serin.local.api.AuditRecord;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A release in a namespace of its own, which is deleted with all that is in it. */
class NamespaceIT {
    private static final int FEW = 20;

    /** Kubernetes looks at what is left of a namespace only after half the longest grace of its pods. */
    private static final String SHORT_GRACE = "  rebalance: {streamGracePeriod: 10s}\n";

    private static Serin serin;

    @BeforeAll
    static void install() throws Exception {
        serin = Serin.install(Path.of("target/scenarios/namespace"));
    }

    @AfterAll
    static void close() {
        serin.close();
    }

    private static Result kubectl(String... args) throws Exception {
        return serin.cluster().kubectl(args);
    }

    private static void release(String namespace) throws Exception {
        kubectl("create", "namespace", namespace).orThrow();
        kubectl("apply", "-n", namespace, "-f", "deploy/samples/reporter.yaml").orThrow();
        String sample = Files.readString(Path.of("deploy/samples/canary-weight.yaml"));
        serin.kubectlWith(sample + SHORT_GRACE, "apply", "-n", namespace).orThrow();
        kubectl("wait", "-n", namespace, "--for=condition=Ready", "canary/reporter", "--timeout=150s")
                .orThrow();
    }

    @Test
    void nothingHangsAndNoRequestFailsBeforeIt() throws Exception {
        release("shop");
        release("other");
        int from;
        try (var spared = ReporterClient.start(
                Load.on(serin.proxy("other", "reporter")).connections(4).rate(300))) {
            try (var client = ReporterClient.start(
                    Load.on(serin.proxy("shop", "reporter")).connections(4).rate(300))) {
                await().until(() -> client.count() > 500);
                List<Call> calls = client.calls();
                from = serin.cluster().audit().size();
                kubectl("delete", "namespace", "shop", "--wait=false").orThrow();
                assertThat(calls).noneMatch(Call::failed);
            }
            kubectl("wait", "--for=delete", "namespace/shop", "--timeout=150s").orThrow();
            int gone = spared.count();
            await().until(() -> spared.count() > gone + 300);
            spared.stop();
            assertThat(spared.calls()).as("the other namespace's").noneMatch(Call::failed);
            assertThat(inVain(from)).as("writes into a namespace that goes").hasSizeLessThan(FEW);
        }
        assertThat(kubectl("get", "canary", "-A", "--no-headers")
                        .orThrow()
                        .out()
                        .lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("other ");

        // The name is free again, and nothing of the old release is remembered.
        release("shop");
    }

    private static List<AuditRecord> inVain(int from) {
        return serin.cluster().audit().stream()
                .skip(from)
                .filter(record -> record.user().equals(Serin.USER)
                        && record.namespace().equals("shop")
                        && record.isWrite()
                        && record.status() >= 400)
                .toList();
    }
}
