package dev.serin.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal, which the caller gets as a Status object. */
final class ApiException extends RuntimeException {
    private final int code;
    private final String reason;
    private final List<Cause> causes;
    private final String name;

    /** One cause of a refusal: which field, and what is wrong with it. */
    record Cause(String reason, String message, String field) {}

    ApiException(int code, String reason, String message, List<Cause> causes) {
        this(code, reason, message, causes, "");
    }

    private ApiException(int code, String reason, String message, List<Cause> causes, String name) {
        super(message);
        this.name = name;
        this.code = code;
        this.reason = reason;
        this.causes = List.copyOf(causes);
    }

    static ApiException notFound(Kind kind, String name) {
        return new ApiException(404, "NotFound", "%s \"%s\" not found".formatted(kind.qualified(), name), List.of());
    }

    static ApiException alreadyExists(Kind kind, String name) {
        String message = "%s \"%s\" already exists".formatted(kind.qualified(), name);
        return new ApiException(409, "AlreadyExists", message, List.of());
    }

    static ApiException stale(Kind kind, String name) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes to the latest version and try again"
                        .formatted(kind.qualified(), name),
                List.of());
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, List.of());
    }

    static ApiException notAllowed() {
        return new ApiException(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", List.of());
    }

    static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized", List.of());
    }

    /** A custom resource has no patch strategies of its own. */
    static ApiException unknownPatch() {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
                List.of());
    }

    /** A schema's or a rule's verdict, worded as the real server does. */
    static ApiException invalid(Kind kind, String name, List<Cause> causes) {
        List<String> all = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
        String text = all.size() == 1 ? all.getFirst() : "[" + String.join(", ", all) + "]";
        String qualified = kind.group().isEmpty() ? kind.name() : kind.name() + "." + kind.group();
        return new ApiException(
                422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified, name, text), causes, name);
    }

    int code() {
        return code;
    }

    ObjectNode status(Kind kind, String requested) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure")
                .put("message", getMessage())
                .put("reason", reason)
                .put("code", code);
        ObjectNode details = status.putObject("details");
        if (code == 422 && causes.isEmpty()) {
            // A patch that does not fit is not an object that is wrong.
            return status;
        }
        details.put("name", requested.isEmpty() ? name : requested)
                .put("group", kind.group())
                .put("kind", code == 422 ? kind.name() : kind.plural());
        for (Cause cause : causes) {
            details.withArray("causes")
                    .addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
        return status;
    }
}
