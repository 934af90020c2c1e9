package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What clients ask before they ask for objects: versions, groups, kinds, documents, and what they may do. */
final class Discovery {
    private static final List<String> POST = List.of("create");
    private static final List<String> ALL =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;
    private final OpenApi openApi;

    Discovery(Kinds kinds) {
        this.kinds = kinds;
        this.openApi = new OpenApi(kinds);
    }

    Optional<JsonNode> answer(Request request) {
        String path = request.path();
        if (path.startsWith("/openapi/")) {
            return openApi.answer(path);
        } else if (path.startsWith("/apis/authorization.k8s.io/v1/")
                && request.method().equals("POST")) {
            return Optional.of(allowed((ObjectNode) request.json()));
        }
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" ->
                Optional.of(Json.object()
                        .put("kind", "APIVersions")
                        .set("versions", Json.array().add("v1")));
            case "/apis" -> Optional.of(groups());
            case "/api/v1" -> Optional.of(resources("", "v1"));
            default -> group(List.of(path.split("/", -1)));
        };
    }

    private static JsonNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0-embedded")
                .put("platform", "embedded");
    }

    private Optional<JsonNode> group(List<String> parts) {
        if (parts.size() == 4 && parts.get(1).equals("apis")) {
            return Optional.of(resources(parts.get(2), parts.get(3)));
        } else if (parts.size() == 3 && parts.get(1).equals("apis")) {
            return kinds.all().stream()
                    .filter(kind -> kind.group().equals(parts.get(2)))
                    .findFirst()
                    .map(kind -> group(kind).put("kind", "APIGroup").put("apiVersion", "v1"));
        }
        return Optional.empty();
    }

    private JsonNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        kinds.all().stream()
                .filter(kind -> !kind.group().isEmpty())
                .map(kind -> group(kind))
                .distinct()
                .forEach(groups::add);
        return list;
    }

    private static ObjectNode group(Kind kind) {
        ObjectNode version =
                Json.object().put("groupVersion", kind.apiVersion()).put("version", kind.version());
        ObjectNode group = Json.object().put("name", kind.group());
        group.putArray("versions").add(version);
        group.set("preferredVersion", version);
        return group;
    }

    private JsonNode resources(String group, String version) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        for (Kind kind : kinds.all()) {
            if (kind.group().equals(group) && kind.version().equals(version)) {
                add(resources, kind, "", kind.name(), kind.isReview() ? POST : ALL);
                if (kind.hasStatus()) {
                    add(resources, kind, "/status", kind.name(), ALL);
                }
                if (kind.hasScale()) {
                    add(resources, kind, "/scale", "Scale", ALL)
                            .put("group", "autoscaling")
                            .put("version", "v1");
                }
                if (kind.hasToken()) {
                    add(resources, kind, "/token", "TokenRequest", POST)
                            .put("group", "authentication.k8s.io")
                            .put("version", "v1");
                }
            }
        }
        return list;
    }

    private static ObjectNode add(
            ArrayNode resources, Kind kind, String subresource, String name, List<String> possible) {
        ObjectNode resource = resources.addObject();
        resource.put("name", kind.plural() + subresource)
                .put("singularName", kind.name().toLowerCase(Locale.ROOT))
                .put("namespaced", kind.namespaced())
                .put("kind", name);
        possible.forEach(resource.putArray("verbs")::add);
        if (subresource.isEmpty()) {
            ArrayNode shorts = resource.putArray("shortNames");
            kind.shortNames().forEach(shorts::add);
        }
        return resource;
    }

    /** Everybody may do everything: permissions are proved against a real API server. */
    private static ObjectNode allowed(ObjectNode review) {
        ObjectNode status = review.putObject("status");
        status.put("allowed", true).put("incomplete", false);
        ObjectNode rule = status.putArray("resourceRules").addObject();
        for (String field : List.of("verbs", "apiGroups", "resources")) {
            rule.putArray(field).add("*");
        }
        status.putArray("nonResourceRules");
        return review;
    }
}
