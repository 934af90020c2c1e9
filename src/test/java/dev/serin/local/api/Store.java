package dev.serin.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All objects and the log of all changes. One version counts for everything, as in etcd. Objects that are handed out
 * must not be changed; those handed in belong to the store. Everything is done under the store's own lock.
 */
final class Store {
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Change> log = new ArrayList<>();
    private long forgotten;
    private final AtomicLong version = new AtomicLong(1000);

    /** One entry of the log; {@code type} is ADDED, MODIFIED or DELETED. */
    record Change(long version, String type, Address.Key key, ObjectNode object, Optional<ObjectNode> before) {}

    /** From now on nobody can watch from a version before this one. */
    synchronized void forget() {
        forgotten = version.get();
    }

    /** Whether what happened after a version is no longer known. */
    synchronized boolean hasForgotten(long version) {
        return version < forgotten;
    }

    long version() {
        return version.get();
    }

    synchronized Optional<ObjectNode> get(Address.Key key) {
        return Optional.ofNullable(objects.get(path(key)));
    }

    /** A collection, across namespaces where the key names none. */
    synchronized List<ObjectNode> list(Address.Key key) {
        String prefix =
                key.group() + "/" + key.plural() + "/" + (key.namespace().isEmpty() ? "" : key.namespace() + "/");
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    synchronized ObjectNode put(Address.Key key, ObjectNode object) {
        Json.meta(object).put("resourceVersion", String.valueOf(version.incrementAndGet()));
        Optional<ObjectNode> before = Optional.ofNullable(objects.put(path(key), object));
        record(new Change(version.get(), before.isPresent() ? "MODIFIED" : "ADDED", key, object, before));
        return object;
    }

    synchronized ObjectNode remove(Address.Key key) {
        ObjectNode gone = objects.remove(path(key));
        if (gone == null) {
            throw new IllegalStateException("not there: " + key);
        }
        ObjectNode last = gone.deepCopy();
        Json.meta(last).put("resourceVersion", String.valueOf(version.incrementAndGet()));
        record(new Change(version.get(), "DELETED", key, last, Optional.of(gone)));
        return last;
    }

    private void record(Change change) {
        log.add(change);
        notifyAll();
    }

    /** What happened after a position of the log; waits up to the given time for something to happen. */
    synchronized List<Change> after(int position, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (log.size() <= position) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        return List.copyOf(log.subList(position, log.size()));
    }

    /** The position in the log of the first change after a version. */
    synchronized int position(long afterVersion) {
        int low = 0;
        int high = log.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (log.get(middle).version() <= afterVersion) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static String path(Address.Key key) {
        return key.group() + "/" + key.plural() + "/" + key.namespace() + "/" + key.name();
    }
}
