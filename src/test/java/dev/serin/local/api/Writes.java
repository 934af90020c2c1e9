package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creates, changes and deletes objects by the rules that hold for all kinds. One write at a time. */
final class Writes {
    private final Store store;
    private final Kinds kinds;
    private final Admission admission;
    private final Clock clock;

    Writes(Store store, Kinds kinds, Admission admission, Clock clock) {
        this.store = store;
        this.kinds = kinds;
        this.admission = admission;
        this.clock = clock;
    }

    /** Who writes, and how. */
    record Writer(String manager, boolean dryRun, String fieldValidation) {}

    synchronized ObjectNode create(Address address, ObjectNode object, Writer writer) {
        Kind kind = address.kind();
        ObjectNode meta = Json.meta(object);
        if (!meta.hasNonNull("name") && meta.hasNonNull("generateName")) {
            meta.put("name", meta.path("generateName").asText() + suffix());
        }
        Address.Key key = new Address.Key(
                kind.group(), kind.plural(), kind.namespaced() ? address.namespace() : "", Json.name(object));
        if (kind.namespaced()) {
            meta.put("namespace", address.namespace());
        }
        if (key.name().isEmpty()) {
            throw ApiException.badRequest("name or generateName is required");
        }
        Preconditions.namespace(store, address, key.name());
        if (store.get(key).isPresent()) {
            throw ApiException.alreadyExists(kind, key.name());
        }
        meta.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", text(clock.instant()));
        meta.remove(List.of("resourceVersion", "deletionTimestamp", "selfLink"));
        if (hasGeneration(object)) {
            meta.put("generation", 1);
        }
        if (kind.hasStatus()) {
            object.remove("status");
        }
        admission.create(kind, object, writer.fieldValidation());
        if (!meta.has("managedFields")) {
            ManagedFields.track(kind, Json.object(), object, writer.manager(), "");
        }
        if (writer.dryRun()) {
            return object;
        }
        ObjectNode made = put(kind, key, object);
        if (kind.name().equals("Namespace")) {
            furnish(key.name());
        }
        return made;
    }

    /** As Kubernetes' controller does: the account of pods that name none. */
    private void furnish(String namespace) {
        Kind kind = kinds.of("serviceaccounts");
        ObjectNode account = Json.object().put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        Json.meta(account).put("name", "default");
        create(new Address(kind, namespace, "", ""), account, Deletion.BY_SERVER);
    }

    /** Replaces an object; {@code managed} says that the managed fields are up to date already. */
    synchronized ObjectNode update(Address address, ObjectNode object, Writer writer, boolean managed) {
        Kind kind = address.kind();
        ObjectNode live = live(address);
        Preconditions.sameObject(kind, live, object.path("metadata"));
        Preconditions.sameVersion(kind, live, object.path("metadata"));
        boolean status = address.subresource().equals("status");
        ObjectNode next = object.deepCopy();
        keepMetadata(live, next);
        if (status) {
            next = statusOnly(live, next);
        } else if (kind.hasStatus()) {
            copy(live, next, "status");
        }
        Preconditions.noNewFinalizers(kind, live, next);
        admission.update(kind, live, next, writer.fieldValidation());
        if (!sameBut(live, next, "metadata", "status") && hasGeneration(next)) {
            Json.meta(next)
                    .put("generation", live.path("metadata").path("generation").asLong(0) + 1);
        }
        if (!managed && !sameWithoutManaged(live, next)) {
            ManagedFields.track(kind, live, next, writer.manager(), address.subresource());
        } else if (!managed && !next.equals(live)) {
            ManagedFields.keep(kind, live, next);
        }
        if (next.equals(live) || writer.dryRun()) {
            return next;
        }
        return gone(next) ? drop(kind, address.key()) : put(kind, address.key(), next);
    }

    /** Marks an object as deleted, or removes it where nothing holds it. */
    synchronized ObjectNode delete(Address address, JsonNode options, Writer writer) {
        ObjectNode live = live(address);
        Preconditions.sameObject(address.kind(), live, options.path("preconditions"));
        Preconditions.sameVersion(address.kind(), live, options.path("preconditions"));
        if (writer.dryRun()) {
            return live;
        }
        ObjectNode next = live.deepCopy();
        ObjectNode meta = Json.meta(next);
        long grace = Deletion.grace(address.kind(), next, options);
        if (!meta.has("deletionTimestamp")) {
            meta.put("deletionTimestamp", text(clock.instant().plusSeconds(grace)));
            if (meta.has("generation")) {
                meta.put("generation", meta.path("generation").asLong() + 1);
            }
        }
        meta.put("deletionGracePeriodSeconds", grace);
        if (Deletion.isForeground(options)) {
            Deletion.hold(meta);
        }
        if (address.kind().name().equals("Namespace")) {
            return terminate(address, next);
        }
        if (gone(next)) {
            return drop(address.kind(), address.key());
        }
        return next.equals(live) ? live : put(address.kind(), address.key(), next);
    }

    private ObjectNode terminate(Address address, ObjectNode namespace) {
        namespace.withObject("/status").put("phase", "Terminating");
        put(address.kind(), address.key(), namespace);
        for (Kind kind : kinds.all()) {
            if (kind.namespaced()) {
                for (ObjectNode each : store.list(new Address.Key(kind.group(), kind.plural(), address.name(), ""))) {
                    delete(new Address(kind, address.name(), Json.name(each), ""), Json.object(), Deletion.BY_SERVER);
                }
            }
        }
        removeIfEmpty(address.name());
        return store.get(address.key()).orElse(namespace);
    }

    ObjectNode live(Address address) {
        return store.get(address.key()).orElseThrow(() -> ApiException.notFound(address.kind(), address.name()));
    }

    private ObjectNode put(Kind kind, Address.Key key, ObjectNode object) {
        if (kind.name().equals("CustomResourceDefinition")) {
            Definitions.establish(object);
            kinds.define(object);
        }
        return store.put(key, object);
    }

    private ObjectNode drop(Kind kind, Address.Key key) {
        if (kind.name().equals("CustomResourceDefinition")) {
            kinds.undefine(key.name());
        }
        ObjectNode last = store.remove(key);
        removeIfEmpty(key.namespace());
        return last;
    }

    /** A namespace that is being deleted goes with the last object in it. */
    private void removeIfEmpty(String name) {
        Address.Key namespace = new Address.Key("", "namespaces", "", name);
        boolean terminating = store.get(namespace)
                .map(object -> object.path("metadata").has("deletionTimestamp"))
                .orElse(false);
        if (terminating && isEmpty(name)) {
            store.remove(namespace);
        }
    }

    private boolean isEmpty(String namespace) {
        return kinds.all().stream()
                .filter(Kind::namespaced)
                .allMatch(kind -> store.list(new Address.Key(kind.group(), kind.plural(), namespace, ""))
                        .isEmpty());
    }

    private static boolean gone(ObjectNode object) {
        JsonNode meta = object.path("metadata");
        boolean graceful = object.path("kind").asText().equals("Pod")
                && meta.path("deletionGracePeriodSeconds").asLong(0) > 0;
        return meta.has("deletionTimestamp") && meta.path("finalizers").isEmpty() && !graceful;
    }

    private static void keepMetadata(ObjectNode live, ObjectNode next) {
        ObjectNode meta = Json.meta(next);
        for (String field : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "resourceVersion",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            copy(Json.meta(live), meta, field);
        }
        if (!meta.has("managedFields")) {
            copy(Json.meta(live), meta, "managedFields");
        }
        for (String field : List.of("labels", "annotations")) {
            if (meta.path(field).isEmpty()) {
                meta.remove(field);
            }
        }
        next.set("kind", live.get("kind"));
        next.set("apiVersion", live.get("apiVersion"));
    }

    private static ObjectNode statusOnly(ObjectNode live, ObjectNode next) {
        ObjectNode merged = live.deepCopy();
        copy(next, merged, "status");
        copy(Json.meta(next), Json.meta(merged), "managedFields");
        return merged;
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field).deepCopy());
        } else {
            to.remove(field);
        }
    }

    private static boolean sameBut(ObjectNode one, ObjectNode other, String... fields) {
        return one.deepCopy().without(List.of(fields)).equals(other.deepCopy().without(List.of(fields)));
    }

    private static boolean sameWithoutManaged(ObjectNode one, ObjectNode other) {
        ObjectNode first = one.deepCopy();
        ObjectNode second = other.deepCopy();
        Json.meta(first).remove("managedFields");
        Json.meta(second).remove("managedFields");
        return first.equals(second);
    }

    private static boolean hasGeneration(ObjectNode object) {
        return object.has("spec") && !object.path("kind").asText().equals("Service");
    }

    static String now() {
        return text(Instant.now());
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String suffix() {
        String letters = "bcdfghjklmnpqrstvwxz2456789";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(letters.charAt(ThreadLocalRandom.current().nextInt(letters.length())));
        }
        return text.toString();
    }
}
