package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Does what a request asks of an object or a collection. */
final class Resources {
    private final Store store;
    private final Writes writes;
    private final TokenRequests tokenRequests;
    private final TokenReviews tokenReviews;

    Resources(Store store, Writes writes, TokenRequests tokenRequests, TokenReviews tokenReviews) {
        this.store = store;
        this.writes = writes;
        this.tokenRequests = tokenRequests;
        this.tokenReviews = tokenReviews;
    }

    JsonNode answer(Request request, Address address) {
        if (address.kind().isReview()) {
            return tokenReviews.answer(request);
        }
        if (address.kind().hasToken() && address.subresource().equals("token")) {
            return tokenRequests.answer(request, address);
        }
        if (address.subresource().equals("scale") && !address.kind().hasScale()) {
            throw ApiException.notFound(address.kind(), address.name());
        }
        if (address.subresource().equals("scale")) {
            return scale(request, address);
        }
        return switch (request.method()) {
            case "GET" -> address.name().isEmpty() ? list(request, address) : writes.live(address);
            case "POST" -> create(request, address);
            case "PUT" -> writes.update(address, request.object(), request.writer(), false);
            case "PATCH" -> patch(request, address);
            case "DELETE" -> address.name().isEmpty() ? deleteAll(request, address) : delete(request, address);
            default -> throw ApiException.notAllowed();
        };
    }

    static Predicate<JsonNode> filter(Request request, Address address) {
        return Selector.labels(request.query("labelSelector"))
                .and(Selector.fields(address.kind(), request.query("fieldSelector")));
    }

    private JsonNode list(Request request, Address address) {
        Kind kind = address.kind();
        ObjectNode list = Json.object().put("kind", kind.name() + "List").put("apiVersion", kind.apiVersion());
        ArrayNode items = Json.array();
        synchronized (store) {
            list.putObject("metadata").put("resourceVersion", String.valueOf(store.version()));
            store.list(address.key()).stream().filter(filter(request, address)).forEach(items::add);
        }
        list.set("items", items);
        return list;
    }

    private JsonNode create(Request request, Address address) {
        if (address.subresource().equals("binding")) {
            Address pod = new Address(address.kind(), address.namespace(), address.name(), "");
            ObjectNode bound = writes.live(pod).deepCopy();
            bound.withObject("/spec")
                    .set("nodeName", request.object().path("target").path("name"));
            return writes.update(pod, bound, request.writer(), false);
        }
        ObjectNode object = request.object();
        object.put("kind", address.kind().name())
                .put("apiVersion", address.kind().apiVersion());
        return writes.create(address, object, request.writer());
    }

    private JsonNode patch(Request request, Address address) {
        String type = request.header("content-type");
        if (type.startsWith("application/apply-patch")) {
            return apply(request, address);
        }
        if (type.startsWith("application/strategic") && address.kind().isCustom()) {
            throw ApiException.unknownPatch();
        }
        synchronized (writes) {
            ObjectNode live = writes.live(address);
            ObjectNode next = live.deepCopy();
            if (type.startsWith("application/json-patch")) {
                next = (ObjectNode) Patches.json(live, request.json());
            } else if (type.startsWith("application/strategic")) {
                Patches.strategic(address.kind(), next, request.json());
            } else {
                Patches.merge(next, request.json());
            }
            return writes.update(address, next, request.writer(), false);
        }
    }

    private JsonNode apply(Request request, Address address) {
        Writes.Writer writer = request.writer();
        ObjectNode applied = request.object();
        var apply =
                new ServerSideApply(address.kind(), writer.manager(), request.isTrue("force"), address.subresource());
        synchronized (writes) {
            boolean there = store.get(address.key()).isPresent();
            if (!there && !address.subresource().isEmpty()) {
                throw ApiException.notFound(address.kind(), address.name());
            }
            if (there) {
                ObjectNode live = writes.live(address);
                Preconditions.sameObject(address.kind(), live, applied.path("metadata"));
                ObjectNode merged = apply.apply(live, applied);
                String version = Json.meta(applied).path("resourceVersion").asText("");
                Json.meta(merged).put("resourceVersion", version.isEmpty() ? null : version);
                return writes.update(address, merged, writer, true);
            }
            ObjectNode bare = Json.object().put("kind", address.kind().name());
            bare.put("apiVersion", address.kind().apiVersion());
            ObjectNode fresh = apply.apply(bare, applied);
            return writes.create(address, fresh, writer);
        }
    }

    private JsonNode delete(Request request, Address address) {
        JsonNode options = request.json();
        ObjectNode merged = options instanceof ObjectNode node ? node : Json.object();
        for (String name : List.of("propagationPolicy", "gracePeriodSeconds")) {
            if (!request.query(name).isEmpty()) {
                merged.put(name, request.query(name));
            }
        }
        return writes.delete(address, merged, request.writer());
    }

    private JsonNode deleteAll(Request request, Address address) {
        JsonNode list = list(request, address);
        for (JsonNode item : list.path("items")) {
            Address one = new Address(address.kind(), Json.namespace(item), Json.name(item), "");
            writes.delete(one, request.json(), request.writer());
        }
        return list;
    }

    private JsonNode scale(Request request, Address address) {
        Address whole = new Address(address.kind(), address.namespace(), address.name(), "");
        synchronized (writes) {
            ObjectNode live = writes.live(whole);
            if (!request.method().equals("GET")) {
                ObjectNode next = live.deepCopy();
                next.withObject("/spec")
                        .set("replicas", request.json().path("spec").path("replicas"));
                live = writes.update(address, next, request.writer(), false);
            }
            ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
            scale.set("metadata", live.path("metadata").deepCopy());
            Json.meta(scale).remove("managedFields");
            scale.putObject("spec").set("replicas", live.path("spec").path("replicas"));
            scale.putObject("status")
                    .put("replicas", live.path("status").path("replicas").asInt(0));
            return scale;
        }
    }
}
