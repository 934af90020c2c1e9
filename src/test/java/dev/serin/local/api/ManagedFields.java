package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who owns which field, as an object's {@code managedFields} has it. */
record ManagedFields(List<Entry> entries) {
    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::operation)
            .thenComparing(Entry::time)
            .thenComparing(Entry::manager)
            .thenComparing(Entry::subresource);

    /** A manager's fields, by one way of writing and one subresource. */
    record Entry(String manager, String operation, String subresource, String time, FieldSet fields) {
        boolean isOf(String otherManager, String otherOperation, String otherSubresource) {
            return manager.equals(otherManager)
                    && operation.equals(otherOperation)
                    && subresource.equals(otherSubresource);
        }

        Entry with(FieldSet changed) {
            return new Entry(manager, operation, subresource, time, changed);
        }
    }

    static ManagedFields of(JsonNode object) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            entries.add(new Entry(
                    entry.path("manager").asText(),
                    entry.path("operation").asText(),
                    entry.path("subresource").asText(""),
                    entry.path("time").asText(),
                    FieldSet.parse(entry.path("fieldsV1"))));
        }
        return new ManagedFields(entries);
    }

    Optional<Entry> find(String manager, String operation, String subresource) {
        return entries.stream()
                .filter(entry -> entry.isOf(manager, operation, subresource))
                .findFirst();
    }

    /** The entries of everybody else. */
    List<Entry> others(String manager, String operation, String subresource) {
        return entries.stream()
                .filter(entry -> !entry.isOf(manager, operation, subresource))
                .toList();
    }

    /**
     * Writes the entries into an object, those without fields left out. Their order depends on nothing but what they
     * say, or applying the same again would be a change.
     */
    static void write(ObjectNode object, List<Entry> entries, String apiVersion) {
        ArrayNode list = Json.array();
        for (Entry entry : entries.stream().sorted(ORDER).toList()) {
            if (entry.fields().isEmpty()) {
                continue;
            }
            ObjectNode node = list.addObject();
            node.put("manager", entry.manager()).put("operation", entry.operation());
            node.put("apiVersion", apiVersion).put("time", entry.time()).put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields().write());
            if (!entry.subresource().isEmpty()) {
                node.put("subresource", entry.subresource());
            }
        }
        Json.meta(object).set("managedFields", list);
    }

    /** What a writer says of them itself counts, unless that is nothing at all; one empty entry clears them. */
    private static ManagedFields given(JsonNode before, ObjectNode after) {
        boolean none = after.path("metadata").path("managedFields").isEmpty();
        return of(none ? before : after);
    }

    /** The same where nothing else was written. */
    static void keep(Kind kind, JsonNode before, ObjectNode after) {
        write(after, given(before, after).entries(), kind.apiVersion());
    }

    /** Notes a plain write: what it changed is the writer's from now on. */
    static void track(Kind kind, JsonNode before, ObjectNode after, String manager, String subresource) {
        boolean status = subresource.equals("status");
        FieldSet old = FieldSet.of(kind, before, status);
        FieldSet now = FieldSet.of(kind, after, status);
        List<List<String>> changed = now.leaves().stream()
                .filter(leaf -> !old.contains(leaf) || !Items.at(before, leaf).equals(Items.at(after, leaf)))
                .toList();
        FieldSet taken = FieldSet.empty().plus(changed).plus(old.minus(now).leaves());
        ManagedFields fields = given(before, after);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : fields.others(manager, "Update", subresource)) {
            entries.add(entry.with(entry.fields().minus(taken)));
        }
        FieldSet own = fields.find(manager, "Update", subresource)
                .map(Entry::fields)
                .orElse(FieldSet.empty())
                .minus(old.minus(now))
                .plus(changed);
        entries.add(new Entry(manager, "Update", subresource, Writes.now(), own));
        write(after, entries, kind.apiVersion());
    }
}
