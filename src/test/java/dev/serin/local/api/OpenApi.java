package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** As much of the OpenAPI documents as kubectl needs to apply and to explain. */
final class OpenApi {
    private final Kinds kinds;

    OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    Optional<JsonNode> answer(String path) {
        if (path.equals("/openapi/v3")) {
            return Optional.of(index());
        } else if (path.startsWith("/openapi/v3/")) {
            return Optional.of(document(path.substring("/openapi/v3/".length())));
        }
        return Optional.empty();
    }

    private JsonNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        for (Kind kind : kinds.all()) {
            String root = root(kind);
            paths.putObject(root)
                    .put(
                            "serverRelativeURL",
                            "/openapi/v3/" + root + "?hash=" + kind.schema().hashCode());
        }
        return index;
    }

    private static String root(Kind kind) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }

    private JsonNode document(String root) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "embedded");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (Kind kind : kinds.all()) {
            if (root(kind).equals(root)) {
                describe(kind, paths, schemas);
            }
        }
        return document;
    }

    private static void describe(Kind kind, ObjectNode paths, ObjectNode schemas) {
        ObjectNode gvk = Json.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.name());
        String name = "dev.serin.embedded." + kind.group() + "." + kind.version() + "." + kind.name();
        ObjectNode schema = kind.schema() instanceof ObjectNode own ? own.deepCopy() : builtIn(kind);
        schema.putArray("x-kubernetes-group-version-kind").add(gvk);
        schemas.set(name, schema);

        String collection = "/" + root(kind) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
        operation(paths.putObject(collection), "post", gvk);
        if (kind.isReview()) {
            return;
        }
        ObjectNode one = paths.putObject(collection + "/{name}");
        for (String method : List.of("get", "put", "patch", "delete")) {
            operation(one, method, gvk);
        }
    }

    private static ObjectNode builtIn(Kind kind) {
        ObjectNode schema = Json.object().put("type", "object");
        schema.put("description", kind.name() + ", as Kubernetes documents it.");
        schema.put("x-kubernetes-preserve-unknown-fields", true);
        return schema;
    }

    /** The parameters tell kubectl that the server validates fields and can do dry runs. */
    private static void operation(ObjectNode path, String method, ObjectNode gvk) {
        ObjectNode operation = path.putObject(method);
        operation.put("x-kubernetes-action", method.toLowerCase(Locale.ROOT));
        operation.set("x-kubernetes-group-version-kind", gvk);
        for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
            ObjectNode node = operation.withArray("parameters").addObject();
            node.put("name", parameter).put("in", "query").putObject("schema").put("type", "string");
        }
        operation.putObject("responses").putObject("200").put("description", "OK");
    }
}
