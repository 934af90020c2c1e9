package dev.serin.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.serin.local.tools.KubectlBinary;
import dev.serin.scenarios.Serin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionTimeoutException;

/** Plays the five acts. {@code -Ddemo.keep} leaves the cluster running at the end. */
public final class Demo {
    private static final Path FOLDER = Path.of("target", "demo");

    private Demo() {}

    public static void main(String[] args) throws Exception {
        try {
            if (Where.isElsewhere()) {
                System.exit(Where.play());
            }
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        var story = new Story();
        List<ActReport> acts = new ArrayList<>();
        System.out.println("Serin: canary releases of gRPC services, by request, on open connections.");
        try (Serin serin = Serin.install(FOLDER.resolve("cluster"))) {
            story.say(
                    "a local cluster is up (Kubernetes %s); kubectl apply --server-side -k deploy has installed Serin",
                    serin.cluster().client().getKubernetesVersion().getGitVersion());
            serin.sample("reporter.yaml");
            var stage = new Stage(serin, story);
            try {
                acts.add(ConnectionsAct.play(stage));
                acts.add(WeightAct.play(stage));
                acts.add(StepsAct.play(stage));
                acts.add(TroubleAct.play(stage));
                acts.add(ReleaseAct.play(stage));
            } catch (ConditionTimeoutException e) {
                story.claim(false, "the story could not go on: %s", String.valueOf(e.getMessage()));
            }
            report(acts, story.broken());
            story.act(story.broken().isEmpty() ? "All of it held" : "Not all of it held");
            System.out.println("report: " + FOLDER.resolve("report.html") + ", " + FOLDER.resolve("report.json"));
            if (System.getProperty("demo.keep") != null) {
                keep(serin);
            }
        }
        System.exit(story.broken().isEmpty() ? 0 : 1);
    }

    private static void report(List<ActReport> acts, List<String> broken) throws IOException {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.createDirectories(FOLDER);
        mapper.writeValue(FOLDER.resolve("report.json").toFile(), Map.of("broken", broken, "acts", acts));
        Files.writeString(FOLDER.resolve("report.html"), Page.html(acts, broken));
    }

    private static void keep(Serin serin) throws InterruptedException, IOException {
        System.out.printf(
                "The cluster stays until Ctrl-C. In another terminal:%n  export KUBECONFIG=%s%n  %s%s get canary,deployments,pods%n",
                serin.cluster().kubeconfig(), Where.prefix(), KubectlBinary.locate());
        new CountDownLatch(1).await();
    }
}
