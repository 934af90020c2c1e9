package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.local.api.schema.Metadata;
import dev.serin.local.api.schema.Validator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the server does to an object before it is stored: defaults, pruning and validation. */
final class Admission {
    private final Supplier<String> clusterIps;
    private final Map<JsonNode, Validator> validators = new ConcurrentHashMap<>();

    Admission(Supplier<String> clusterIps) {
        this.clusterIps = clusterIps;
    }

    void create(Kind kind, ObjectNode object, String fieldValidation) {
        defaults(kind, object);
        validate(kind, Optional.empty(), object, fieldValidation);
    }

    void update(Kind kind, ObjectNode before, ObjectNode object, String fieldValidation) {
        if (kind.name().equals("Service") && before.path("spec").has("clusterIP")) {
            ObjectNode spec = object.withObject("/spec");
            for (String field : List.of("clusterIP", "clusterIPs")) {
                if (!spec.has(field)) {
                    spec.set(field, before.path("spec").path(field));
                }
            }
        }
        defaults(kind, object);
        validate(kind, Optional.of(before), object, fieldValidation);
    }

    private void validate(Kind kind, Optional<ObjectNode> before, ObjectNode object, String fieldValidation) {
        if (!kind.isCustom()) {
            return;
        }
        Validator validator = validators.computeIfAbsent(kind.schema(), Validator::new);
        List<String> unknown = validator.prune(object);
        if (fieldValidation.equals("Strict") && !unknown.isEmpty()) {
            throw ApiException.badRequest(
                    "%1$s in version \"%2$s\" cannot be handled as a %1$s: strict decoding error: "
                                    .formatted(kind.name(), kind.version())
                            + String.join(
                                    ", ",
                                    unknown.stream()
                                            .map(field -> "unknown field \"" + field + "\"")
                                            .toList()));
        }
        validator.fillIn(object);
        List<ApiException.Cause> causes = Stream.concat(
                        Metadata.check(object, before.isEmpty()).stream(), validator.check(object, before).stream())
                .map(fault -> new ApiException.Cause(fault.reason(), fault.message(), fault.field()))
                .toList();
        if (!causes.isEmpty()) {
            throw ApiException.invalid(kind, Json.name(object), causes);
        }
    }

    private void defaults(Kind kind, ObjectNode object) {
        switch (kind.name()) {
            case "Service" -> service(object.withObject("/spec"));
            case "Deployment" -> deployment(object.withObject("/spec"));
            case "EndpointSlice" -> nullIfEmpty(object, "ports", "endpoints");
            case "Secret" -> secret(object);
            case "Namespace" -> object.withObject("/status").put("phase", phase(object));
            default -> {}
        }
    }

    /** What was given as text is kept as bytes; there is no {@code stringData} to be read. */
    private static void secret(ObjectNode secret) {
        if (!secret.has("type")) {
            secret.put("type", "Opaque");
        }
        JsonNode texts = secret.remove("stringData");
        if (texts != null && !texts.isEmpty()) {
            ObjectNode data = secret.withObject("/data");
            texts.properties().forEach(text -> data.put(text.getKey(), bytes(text.getValue())));
        }
    }

    private static String bytes(JsonNode text) {
        return Base64.getEncoder().encodeToString(text.asText().getBytes(StandardCharsets.UTF_8));
    }

    /** As these lists come back from the real server's store. */
    private static void nullIfEmpty(ObjectNode object, String... lists) {
        for (String list : lists) {
            if (object.path(list).isEmpty()) {
                object.putNull(list);
            }
        }
    }

    private static String phase(ObjectNode namespace) {
        return namespace.path("metadata").has("deletionTimestamp") ? "Terminating" : "Active";
    }

    private void service(ObjectNode spec) {
        if (!spec.has("type")) {
            spec.put("type", "ClusterIP");
        }
        if (!spec.has("sessionAffinity")) {
            spec.put("sessionAffinity", "None");
        }
        if (!spec.has("clusterIP")) {
            spec.put("clusterIP", clusterIps.get());
        }
        if (!spec.has("clusterIPs")) {
            spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
        }
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode node) {
                if (!node.has("protocol")) {
                    node.put("protocol", "TCP");
                }
                if (!node.has("targetPort")) {
                    node.set("targetPort", node.get("port"));
                }
            }
        }
    }

    private static void deployment(ObjectNode spec) {
        if (!spec.has("replicas")) {
            spec.put("replicas", 1);
        }
        ObjectNode strategy = spec.withObject("/strategy");
        if (!strategy.has("type")) {
            strategy.put("type", "RollingUpdate");
        }
        if (strategy.path("type").asText().equals("RollingUpdate") && !strategy.has("rollingUpdate")) {
            strategy.putObject("rollingUpdate").put("maxSurge", "25%").put("maxUnavailable", "25%");
        }
        if (!spec.has("progressDeadlineSeconds")) {
            spec.put("progressDeadlineSeconds", 600);
        }
        if (!spec.has("revisionHistoryLimit")) {
            spec.put("revisionHistoryLimit", 10);
        }
    }
}
