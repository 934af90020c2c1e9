package dev.serin.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.local.api.EmbeddedApi;
import dev.serin.plan.GateQuestion;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of gates on an API server without controllers: made once, and read. */
class JobGateIT {
    private static final String CRON_JOB = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: smoke, namespace: default}
            spec:
              suspend: true
              schedule: "@yearly"
              jobTemplate:
                metadata: {labels: {team: a}, annotations: {note: b}}
                spec:
                  backoffLimit: 0
                  ttlSecondsAfterFinished: 0
                  template:
                    metadata: {labels: {app: smoke}}
                    spec:
                      restartPolicy: Never
                      initContainers: [{name: i, image: i}]
                      containers:
                        - name: c
                          image: c
                          env: [{name: SERIN_GATE, value: mine}, {name: URL, value: "http://$(SERIN_CANARY_SERVICE)"}]
            """;

    private final GateQuestion question = Questions.of(Questions.job("smoke"), When.Start, "a1");

    @SuppressWarnings("NullAway.Init")
    private EmbeddedApi api;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        api = EmbeddedApi.start(() -> "127.30.0.1");
        client = api.client();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private void makeCronJob() {
        client.load(new ByteArrayInputStream(CRON_JOB.getBytes(StandardCharsets.UTF_8))).items().stream()
                .forEach(item -> client.resource(item).create());
    }

    private Reply look(GateQuestion asked, Instant now) {
        return new JobGate(client, Clock.fixed(now, ZoneOffset.UTC))
                .look(
                        Questions.subject("u1"),
                        asked,
                        Objects.requireNonNull(asked.gate().job()));
    }

    private Reply look() {
        return look(question, Instant.now());
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace("default").list().getItems();
    }

    private void ends(String type, String reason) {
        client.resource(new JobBuilder(jobs().getFirst())
                        .withNewStatus()
                        .addNewCondition()
                        .withType("SuccessCriteriaMet")
                        .withStatus("True")
                        .endCondition()
                        .addNewCondition()
                        .withType(type)
                        .withStatus("True")
                        .withReason(reason)
                        .endCondition()
                        .endStatus()
                        .build())
                .updateStatus();
    }

    @Test
    void aCronJobThatIsNotThereIsInconclusiveAndMakesNothing() {
        assertThat(look()).isEqualTo(Reply.inconclusive("CronJob smoke is not in this namespace"));
        assertThat(jobs()).isEmpty();
    }

    @Test
    void itIsMadeOnceAsTheCronJobSaysAndKnowsWhatToDial() {
        makeCronJob();
        Reply first = look();
        assertThat(first.state()).isEqualTo(State.Running);
        assertThat(look()).isEqualTo(first);
        assertThat(jobs()).hasSize(1);
        Job job = jobs().getFirst();
        assertThat(first.message()).isEqualTo("Job " + job.getMetadata().getName() + " runs");
        assertThat(job.getMetadata().getName()).matches("reporter-smoke-[0-9a-f]{16}");
        assertThat(job.getMetadata().getLabels())
                .containsEntry("team", "a")
                .containsEntry("serin.dev/release", "reporter");
        assertThat(job.getMetadata().getAnnotations())
                .containsEntry("note", "b")
                .containsEntry("cronjob.kubernetes.io/instantiate", "manual");
        assertThat(job.getOwnerReferenceFor("u1")).isPresent();
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(120);
        assertThat(job.getSpec().getTtlSecondsAfterFinished())
                .as("not before its answer is taken")
                .isEqualTo(86400);
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        var pod = job.getSpec().getTemplate();
        assertThat(pod.getMetadata().getLabels()).isEqualTo(Map.of("app", "smoke"));
        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"SERIN_RELEASE\", \"reporter\")",
                        "(\"SERIN_NAMESPACE\", \"default\")",
                        "(\"SERIN_WHEN\", \"Start\")",
                        "(\"SERIN_REVISION\", \"c2\")",
                        "(\"SERIN_WEIGHT\", \"0\")",
                        "(\"SERIN_TOTAL_WEIGHT\", \"100\")",
                        "(\"SERIN_CANARY_SERVICE\", \"reporter-canary.default.svc:9090\")",
                        "(\"SERIN_CANARY_ENDPOINTS\", \"10.0.0.7:9090,[fd12::1]:9090\")",
                        "(\"SERIN_GATE\", \"mine\")",
                        "(\"URL\", \"http://$(SERIN_CANARY_SERVICE)\")");
        assertThat(pod.getSpec().getInitContainers().getFirst().getEnv())
                .extracting(EnvVar::getName)
                .contains("SERIN_GATE", "SERIN_CANARY_SERVICE");
    }

    @Test
    void itsEndIsTheAnswer() {
        makeCronJob();
        look();
        ends("Complete", "CompletionsReached");
        assertThat(look().state()).isEqualTo(State.Passed);
        assertThat(look(Questions.of(Questions.job("smoke"), When.Start, "a2"), Instant.now())
                        .state())
                .as("another attempt")
                .isEqualTo(State.Running);
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void aFailureIsNamedByItsReason() {
        makeCronJob();
        look();
        ends("Failed", "BackoffLimitExceeded");
        assertThat(look().state()).isEqualTo(State.Failed);
        assertThat(look().message()).endsWith(" failed (BackoffLimitExceeded)");
    }

    @Test
    void oneThatDoesNotEndHasFailed() {
        makeCronJob();
        look();
        Instant now = Instant.now();
        assertThat(look(question, now.plus(Duration.ofMinutes(2))).state()).isEqualTo(State.Running);
        assertThat(look(question, now.plus(Duration.ofMinutes(4))))
                .extracting(Reply::state)
                .isEqualTo(State.Failed);
    }

    @Test
    void somebodyElsesJobOfThatNameSaysNothing() {
        makeCronJob();
        look();
        Reply other = new JobGate(client, Clock.systemUTC())
                .look(
                        Questions.subject("u1"),
                        question,
                        Objects.requireNonNull(question.gate().job()));
        assertThat(other.state()).isEqualTo(State.Running);
        client.resource(jobs().getFirst()).edit(job -> {
            job.getMetadata().setOwnerReferences(List.of());
            return job;
        });
        assertThat(look().state()).isEqualTo(State.Inconclusive);
        assertThat(look().message()).endsWith("is there already and was not made for this release");
    }
}
