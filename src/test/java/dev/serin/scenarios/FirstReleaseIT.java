package dev.serin.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.samples.Call;
import dev.serin.samples.Load;
import dev.serin.samples.ReporterClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The thinnest whole: install, apply, split, delete. */
class FirstReleaseIT {
    @Test
    void requestsAreSplitAndNothingIsLeftBehind() throws Exception {
        try (Serin serin = Serin.install(Path.of("target/scenarios/first"))) {
            serin.sample("reporter.yaml");
            serin.sample("canary-weight.yaml");
            serin.cluster()
                    .kubectl("wait", "--for=condition=Ready", "canary/reporter", "--timeout=150s")
                    .orThrow();
            List<Call> calls = ReporterClient.run(
                    Load.on(serin.proxy("reporter")).concurrent(4).calls(2000));
            assertThat(calls.stream().filter(Call::failed)).isEmpty();
            long canary =
                    calls.stream().filter(call -> call.version().equals("v2")).count();
            try (var traffic =
                    ReporterClient.start(Load.on(serin.proxy("reporter")).rate(300))) {
                serin.awaitStatus("the share is measured", "reporter", FirstReleaseIT::isMeasured);
                traffic.stop();
                assertThat(traffic.calls().stream().filter(Call::failed)).isEmpty();
            }
            System.out.println(serin.cluster().kubectl("get", "canary").out());
            assertThat(canary).isBetween(200L - 54, 200L + 54); // 4 sigma
            assertThat(serin.cluster().logs(Serin.NAMESPACE, serin.operatorPod()))
                    .as("a JSON object a line, with the release where a log store looks for it")
                    .allMatch(line -> line.startsWith("{\"timestamp\":") && line.endsWith("}"))
                    .anyMatch(line -> line.contains("\"formattedMessage\":\"apply Deployment reporter-proxy\"")
                            && line.contains("\"resource.namespace\":\"default\"")
                            && line.contains("\"resource.name\":\"reporter\""));
            serin.cluster()
                    .kubectl("delete", "canary", "reporter", "--timeout=150s")
                    .orThrow();
            System.out.println(
                    serin.cluster().kubectl("get", "all,cm,endpointslices").out());
        }
    }

    /** Counting begins at the first look after the change, so that requests have to go on until then. */
    private static boolean isMeasured(CanaryReleaseStatus status) {
        String share = Objects.requireNonNull(status.weights()).observedCanary();
        return share != null && Math.abs(Double.parseDouble(share) - 10) < 2.7 + 1;
    }
}
