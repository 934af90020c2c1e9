package dev.serin.local.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.local.api.AuditRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the audit log as it grows. A watch counts once, when it has begun. Safe for many threads. */
final class AuditLog {
    /** Each request's metadata, but not that it has come in: a line is written when it is answered. */
    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules: [{level: Metadata}]
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of each line; in the words of an object its quotes would have backslashes. */
    private static final String BEGIN = "{\"kind\":\"Event\"";

    private static final Pattern MANAGER = Pattern.compile("[?&]fieldManager=([^&]*)");

    private final Path file;
    private final NotReady notReady;
    private final Set<String> seen = new HashSet<>();
    private final List<AuditRecord> events = new ArrayList<>();
    private long position;

    AuditLog(Path file, NotReady notReady) {
        this.file = file;
        this.notReady = notReady;
    }

    /** All requests that have been answered so far. */
    synchronized List<AuditRecord> events() {
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(position);
                read(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(events);
    }

    private void read(byte[] added) throws IOException {
        int start = 0;
        for (int i = 0; i < added.length; i++) {
            if (added[i] == '\n') {
                JsonNode event = JSON.readTree(whole(new String(added, start, i - start, StandardCharsets.UTF_8)));
                if (seen.add(event.path("auditID").asText())) {
                    events.add(parse(event));
                }
                start = i + 1;
            }
        }
        position += start;
    }

    /** An API server that is ended while it writes leaves a half line, after which the next one begins. */
    private static String whole(String line) {
        return line.substring(Math.max(0, line.lastIndexOf(BEGIN)));
    }

    private AuditRecord parse(JsonNode event) {
        String uri = event.path("requestURI").asText();
        String verb = event.path("verb").asText();
        String userAgent = event.path("userAgent").asText();
        JsonNode object = event.path("objectRef");
        int status = event.path("responseStatus").path("code").asInt();
        String group = object.path("apiGroup").asText();
        String subresource = object.path("subresource").asText();
        boolean changed = AuditRecord.isWrite(verb, group, subresource) && status < 300 && !uri.contains("dryRun=All");
        Instant accepted = Instant.parse(event.path("stageTimestamp").asText());
        boolean denied = event.path("annotations")
                .path("authorization.k8s.io/decision")
                .asText()
                .equals("forbid");
        return new AuditRecord(
                accepted,
                event.path("user").path("username").asText(),
                userAgent,
                manager(uri, userAgent),
                verb,
                group,
                object.path("resource").asText(),
                subresource,
                object.path("namespace").asText(),
                object.path("name").asText(),
                status,
                denied && !notReady.at(accepted),
                changed);
    }

    /** As the API server names it: the parameter, else what comes before the slash in the user agent. */
    private static String manager(String uri, String userAgent) {
        Matcher named = MANAGER.matcher(uri);
        return named.find() ? named.group(1) : userAgent.split("/", 2)[0];
    }
}
