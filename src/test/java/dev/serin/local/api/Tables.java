package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Objects as rows, the way {@code kubectl get} prints them. */
final class Tables {
    private Tables() {}

    private record Column(String name, String type, int priority, Function<JsonNode, JsonNode> cell) {}

    static JsonNode of(Kind kind, JsonNode answer) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", answer.path("metadata").deepCopy());
        Json.meta(table).remove(List.of("managedFields", "annotations", "labels"));
        List<Column> columns = columns(kind);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", column.priority());
        }
        ArrayNode rows = table.putArray("rows");
        Iterable<JsonNode> objects = answer.has("items") ? answer.path("items") : List.of(answer);
        for (JsonNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(object)));
            ObjectNode partial = row.putObject("object");
            partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            partial.set("metadata", object.path("metadata"));
        }
        return table;
    }

    private static List<Column> columns(Kind kind) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("Name", "string", 0, object -> text(Json.name(object))));
        if (kind.isCustom()) {
            kind.columns().forEach(column -> columns.add(custom(column)));
            return columns;
        }
        switch (kind.name()) {
            case "Pod" -> {
                columns.add(new Column("Ready", "string", 0, Tables::containersReady));
                columns.add(at("Status", "/status/phase"));
            }
            case "Deployment" -> {
                columns.add(new Column("Ready", "string", 0, Tables::replicasReady));
                columns.add(at("Up-to-date", "/status/updatedReplicas"));
                columns.add(at("Available", "/status/availableReplicas"));
            }
            case "Service" -> {
                columns.add(at("Type", "/spec/type"));
                columns.add(at("Cluster-IP", "/spec/clusterIP"));
                columns.add(at("Port", "/spec/ports/0/port"));
            }
            case "Event" -> {
                columns.add(at("Type", "/type"));
                columns.add(at("Reason", "/reason"));
                columns.add(at("Object", "/involvedObject/name"));
                columns.add(at("Message", "/message"));
            }
            default -> {}
        }
        columns.add(new Column("Age", "string", 0, object -> age(object.at("/metadata/creationTimestamp"))));
        return columns;
    }

    private static Column custom(JsonNode column) {
        String pointer = column.path("jsonPath").asText().replace(".", "/");
        boolean date = column.path("type").asText().equals("date");
        return new Column(
                column.path("name").asText(),
                column.path("type").asText(),
                column.path("priority").asInt(0),
                object -> date ? age(object.at(pointer)) : value(object.at(pointer)));
    }

    private static Column at(String name, String pointer) {
        return new Column(name, "string", 0, object -> value(object.at(pointer)));
    }

    private static JsonNode value(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? text("") : node;
    }

    private static JsonNode replicasReady(JsonNode object) {
        int ready = object.at("/status/readyReplicas").asInt(0);
        return text(ready + "/" + object.at("/spec/replicas").asInt(0));
    }

    private static JsonNode containersReady(JsonNode object) {
        int ready = 0;
        for (JsonNode container : object.at("/status/containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return text(ready + "/" + object.at("/spec/containers").size());
    }

    /** As kubectl writes ages, in the largest unit that fits. */
    private static JsonNode age(JsonNode since) {
        if (!since.isTextual()) {
            return text("<unknown>");
        }
        Duration age = Duration.between(Instant.parse(since.asText()), Instant.now());
        if (age.toMinutes() < 2) {
            return text(Math.max(0, age.toSeconds()) + "s");
        } else if (age.toHours() < 2) {
            return text(age.toMinutes() + "m");
        }
        return text(age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d");
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
