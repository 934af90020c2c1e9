package dev.serin.local.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a request's path names.
 *
 * @param namespace empty for cluster-wide ones
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
record Address(Kind kind, String namespace, String name, String subresource) {

    /** Reads {@code /api/v1/…} and {@code /apis/GROUP/VERSION/…}; empty for all other paths and unknown kinds. */
    static Optional<Address> parse(String path, Kinds kinds) {
        List<String> parts = Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        boolean core = !parts.isEmpty() && parts.getFirst().equals("api");
        int head = core ? 2 : 3;
        if (parts.size() <= head || !(core || parts.getFirst().equals("apis"))) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(head - 1);
        List<String> rest = parts.subList(head, parts.size());
        boolean within = rest.getFirst().equals("namespaces")
                && rest.size() > 2
                && kinds.find(group, version, rest.get(2)).isPresent();
        List<String> tail = within ? rest.subList(2, rest.size()) : rest;
        return kinds.find(group, version, tail.getFirst())
                .map(kind -> new Address(
                        kind,
                        within ? rest.get(1) : "",
                        tail.size() > 1 ? tail.get(1) : "",
                        tail.size() > 2 ? tail.get(2) : ""));
    }

    Key key() {
        return new Key(kind.group(), kind.plural(), namespace, name);
    }

    /** Where an object is kept. */
    record Key(String group, String plural, String namespace, String name) {}
}
