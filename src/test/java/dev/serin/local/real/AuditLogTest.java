package dev.serin.local.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.local.api.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final String LINE = """
            {"kind":"Event","auditID":"%s","stage":"ResponseComplete","requestURI":"%s","verb":"%s",\
            "user":{"username":"system:serviceaccount:a:b"},"userAgent":"kubectl/v1.34.4 (linux)",\
            "objectRef":{"resource":"deployments","subresource":"status","namespace":"a","name":"x","apiGroup":"apps"},\
            "responseStatus":{"code":%d},"stageTimestamp":"2026-01-02T03:04:05.678901Z"}
            """;

    @TempDir
    Path folder;

    private Path file;
    private NotReady notReady;
    private AuditLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("audit.log");
        notReady = new NotReady(folder.resolve("not-ready"));
        log = new AuditLog(file, notReady);
    }

    @Test
    void isEmptyBeforeTheFirstRequest() {
        assertThat(log.events()).isEmpty();
    }

    @Test
    void tellsWhoDidWhatAndHowItEnded() {
        append(LINE.formatted("1", "/apis/apps/v1?fieldManager=serin&force=true", "patch", 200));
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.user()).isEqualTo("system:serviceaccount:a:b");
            assertThat(event.group()).isEqualTo("apps");
            assertThat(event.forbidden()).isFalse();
            assertThat(event.accepted()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
            assertThat(event.manager()).isEqualTo("serin");
            assertThat(event.resource()).isEqualTo("deployments");
            assertThat(event.subresource()).isEqualTo("status");
            assertThat(event.changed()).isTrue();
        });
    }

    @Test
    void namesAWriterWithoutANameByItsProgram() {
        append(LINE.formatted("1", "/apis/apps/v1", "update", 200));
        assertThat(log.events().getFirst().manager()).isEqualTo("kubectl");
    }

    @Test
    void countsReadsDryRunsAndRefusedWritesAsNoChange() {
        append(LINE.formatted("1", "/apis/apps/v1", "list", 200));
        append(LINE.formatted("2", "/apis/apps/v1?dryRun=All", "create", 201));
        append(LINE.formatted("3", "/apis/apps/v1", "create", 403));
        assertThat(log.events()).hasSize(3).noneMatch(event -> event.changed());
    }

    @Test
    void countsReviewsAsQuestionsThoughTheyArePosted() {
        append(LINE.formatted("1", "/apis/authentication.k8s.io/v1/tokenreviews", "create", 201)
                .replace("\"apiGroup\":\"apps\"", "\"apiGroup\":\"authentication.k8s.io\""));
        append(LINE.formatted("2", "/api/v1/namespaces/a/serviceaccounts/x/token", "create", 201)
                .replace("\"subresource\":\"status\"", "\"subresource\":\"token\""));
        assertThat(log.events()).hasSize(2).noneMatch(event -> event.isWrite() || event.changed());
    }

    @Test
    void tellsWhoMayNotFromWhatAdmissionRefuses() {
        append(LINE.formatted("1", "/apis/apps/v1", "create", 403));
        append(LINE.formatted("2", "/apis/apps/v1", "create", 403)
                .replace("\"stage\"", "\"annotations\":{\"authorization.k8s.io/decision\":\"forbid\"},\"stage\""));
        assertThat(log.events()).extracting(AuditRecord::forbidden).containsExactly(false, true);
    }

    @Test
    void takesNobodyForSomebodyWithoutPermissionsBeforeTheApiServerIsReady() {
        notReady.during(() -> append(forbidden("1", Instant.now())));
        append(forbidden("2", Instant.now().plusSeconds(1)));
        assertThat(log.events()).extracting(AuditRecord::forbidden).containsExactly(false, true);
    }

    private static String forbidden(String id, Instant time) {
        return LINE.formatted(id, "/a", "get", 403)
                .replace("2026-01-02T03:04:05.678901Z", time.toString())
                .replace("\"stage\"", "\"annotations\":{\"authorization.k8s.io/decision\":\"forbid\"},\"stage\"");
    }

    @Test
    void readsOnFromWhereItWasAndLeavesAHalfWrittenLine() {
        String second = LINE.formatted("2", "/b", "get", 200);
        append(LINE.formatted("1", "/a", "get", 200) + second.substring(0, 40));
        assertThat(log.events()).hasSize(1);
        append(second.substring(40));
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void leavesAHalfLineOfAnApiServerThatWasEndedWhileItWroteIt() {
        append(LINE.formatted("1", "/a", "get", 200).substring(0, 60));
        append(LINE.formatted("2", "/b", "get", 200));
        append(LINE.formatted("3", "/c", "get", 200));
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void countsAWatchOnce() {
        append(LINE.formatted("1", "/a?watch=true", "watch", 200));
        append(LINE.formatted("1", "/a?watch=true", "watch", 200));
        assertThat(log.events()).hasSize(1);
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
