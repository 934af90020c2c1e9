package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Server-side apply: merges what a manager applies into the live object, takes away what it applied before and does
 * not any more, and refuses to change what others own unless it is told to.
 */
final class ServerSideApply {
    private final Kind kind;
    private final String manager;
    private final boolean force;
    private final String subresource;

    ServerSideApply(Kind kind, String manager, boolean force, String subresource) {
        this.kind = kind;
        this.manager = manager;
        this.force = force;
        this.subresource = subresource;
    }

    /** The object as it is after the apply; the live one is not touched. */
    ObjectNode apply(ObjectNode live, ObjectNode applied) {
        FieldSet wanted = FieldSet.of(kind, applied, subresource.equals("status"));
        ManagedFields fields = ManagedFields.of(live);
        List<ManagedFields.Entry> others = fields.others(manager, "Apply", subresource);
        FieldSet contested = contested(live, applied, wanted, others);
        LastApplied last = LastApplied.of(kind, live, manager);
        FieldSet refused = contested.minus(last.unchanged());
        if (!refused.isEmpty() && !force) {
            throw new Conflicts(kind, refused, others).refusal();
        }
        ObjectNode merged = live.deepCopy();
        merge(merged, applied, List.of());
        last.renew(merged, applied);
        FieldSet before = fields.find(manager, "Apply", subresource)
                .map(ManagedFields.Entry::fields)
                .orElse(FieldSet.empty());
        remove(merged, before.minus(wanted), others);

        List<ManagedFields.Entry> entries = new ArrayList<>();
        others.forEach(entry -> entries.add(entry.with(entry.fields().minus(contested))));
        boolean same = before.leaves().equals(wanted.leaves());
        String time = same
                ? fields.find(manager, "Apply", subresource)
                        .map(ManagedFields.Entry::time)
                        .orElse(Writes.now())
                : Writes.now();
        entries.add(new ManagedFields.Entry(manager, "Apply", subresource, time, wanted));
        ManagedFields.write(merged, entries, kind.apiVersion());
        return merged;
    }

    private static FieldSet contested(
            ObjectNode live, ObjectNode applied, FieldSet wanted, List<ManagedFields.Entry> others) {
        List<List<String>> leaves = wanted.leaves().stream()
                .filter(leaf -> !leaf.getLast().equals("."))
                .filter(leaf -> !Items.at(live, leaf).equals(Items.at(applied, leaf)))
                .filter(leaf -> others.stream().anyMatch(entry -> entry.fields().contains(leaf)))
                .toList();
        return FieldSet.empty().plus(leaves);
    }

    private static void remove(ObjectNode merged, FieldSet gone, List<ManagedFields.Entry> others) {
        // Whole items first: without its keys an item could not be found any more.
        List<List<String>> leaves = new ArrayList<>(gone.leaves().reversed());
        leaves.sort(Comparator.comparing(leaf -> !leaf.getLast().equals(".")));
        for (List<String> leaf : leaves) {
            List<String> element = leaf.getLast().equals(".") ? leaf.subList(0, leaf.size() - 1) : leaf;
            boolean shared = others.stream()
                    .flatMap(entry -> entry.fields().leaves().stream())
                    .anyMatch(other -> other.size() >= element.size()
                            && other.subList(0, element.size()).equals(element));
            if (!shared) {
                Items.remove(merged, leaf);
            }
        }
    }

    private void merge(ObjectNode into, ObjectNode from, List<String> path) {
        from.properties().forEach(field -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(field.getKey());
            JsonNode value = field.getValue();
            JsonNode old = into.get(field.getKey());
            if (value instanceof ObjectNode object
                    && old instanceof ObjectNode oldObject
                    && !ListKeys.isAtomic(kind, deeper)) {
                merge(oldObject, object, deeper);
            } else if (value instanceof ArrayNode list && old instanceof ArrayNode oldList) {
                mergeList(oldList, list, deeper);
            } else if (!value.isNull()) {
                into.set(field.getKey(), value.deepCopy());
            }
        });
    }

    private void mergeList(ArrayNode into, ArrayNode from, List<String> path) {
        List<String> keys = ListKeys.of(kind, path);
        if (ListKeys.isSet(path)) {
            from.forEach(item -> {
                if (Items.index(into, "v:" + Json.write(item)) < 0) {
                    into.add(item);
                }
            });
        } else if (keys.isEmpty()) {
            into.removeAll();
            into.addAll(from.deepCopy());
        } else {
            for (JsonNode item : from) {
                int index = Items.index(into, Items.element(item, keys));
                if (index >= 0 && into.get(index) instanceof ObjectNode old && item instanceof ObjectNode object) {
                    merge(old, object, path);
                } else {
                    into.add(item.deepCopy());
                }
            }
        }
    }
}
