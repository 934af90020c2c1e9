package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A set of fields as {@code fieldsV1} writes it, held as the paths of its leaves. A path is a list of elements: {@code
 * f:name} for a field, {@code k:{…}} for an item of a list by its keys, {@code v:…} for a value of a set.
 */
final class FieldSet {
    private static final List<String> SERVER_FIELDS = List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "generateName");

    private final TreeSet<List<String>> leaves = new TreeSet<>(FieldSet::compare);

    static FieldSet empty() {
        return new FieldSet();
    }

    /** The fields of an object that a manager can own: those of its status, or those of all else. */
    static FieldSet of(Kind kind, JsonNode object, boolean status) {
        FieldSet set = new FieldSet();
        object.properties().forEach(field -> {
            String name = field.getKey();
            boolean owned = !name.equals("apiVersion") && !name.equals("kind");
            if (owned && (status == name.equals("status") || !kind.hasStatus())) {
                set.collect(kind, field.getValue(), List.of("f:" + name), List.of(name));
            }
        });
        return set;
    }

    private void collect(Kind kind, JsonNode value, List<String> path, List<String> fields) {
        if (value instanceof ObjectNode object && !object.isEmpty() && !ListKeys.isAtomic(kind, fields)) {
            object.properties().forEach(field -> {
                boolean server = fields.equals(List.of("metadata")) && SERVER_FIELDS.contains(field.getKey());
                if (!server) {
                    collect(kind, field.getValue(), with(path, "f:" + field.getKey()), with(fields, field.getKey()));
                }
            });
            return;
        }
        List<String> keys = value.isArray() ? ListKeys.of(kind, fields) : List.of();
        if (value.isArray() && !keys.isEmpty()) {
            for (JsonNode item : value) {
                List<String> element = with(path, Items.element(item, keys));
                leaves.add(with(element, "."));
                collect(kind, item, element, fields);
            }
        } else if (value.isArray() && ListKeys.isSet(fields)) {
            value.forEach(item -> leaves.add(with(path, "v:" + Json.write(item))));
        } else {
            leaves.add(path);
        }
    }

    static FieldSet parse(JsonNode fieldsV1) {
        FieldSet set = new FieldSet();
        set.read(fieldsV1, List.of());
        return set;
    }

    private void read(JsonNode node, List<String> path) {
        if (node.isEmpty() && !path.isEmpty()) {
            leaves.add(path);
        }
        node.properties().forEach(field -> read(field.getValue(), with(path, field.getKey())));
    }

    ObjectNode write() {
        ObjectNode root = Json.object();
        for (List<String> leaf : leaves) {
            ObjectNode node = root;
            for (String element : leaf) {
                node = node.get(element) instanceof ObjectNode child ? child : node.putObject(element);
            }
        }
        return root;
    }

    List<List<String>> leaves() {
        return new ArrayList<>(leaves);
    }

    boolean contains(List<String> leaf) {
        return leaves.contains(leaf);
    }

    boolean isEmpty() {
        return leaves.isEmpty();
    }

    FieldSet plus(Iterable<List<String>> more) {
        FieldSet sum = new FieldSet();
        sum.leaves.addAll(leaves);
        more.forEach(sum.leaves::add);
        return sum;
    }

    FieldSet minus(FieldSet other) {
        FieldSet rest = new FieldSet();
        leaves.stream().filter(leaf -> !other.contains(leaf)).forEach(rest.leaves::add);
        return rest;
    }

    FieldSet within(FieldSet other) {
        FieldSet common = new FieldSet();
        leaves.stream().filter(other::contains).forEach(common.leaves::add);
        return common;
    }

    private static <T> List<T> with(List<T> path, T element) {
        List<T> longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }

    private static int compare(List<String> one, List<String> other) {
        return String.join("\u0000", one).compareTo(String.join("\u0000", other));
    }
}
