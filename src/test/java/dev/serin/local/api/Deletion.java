package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How an object goes: at once, after a grace period, or after its dependents. */
final class Deletion {
    static final Writes.Writer BY_SERVER = new Writes.Writer("apiserver", false, "Ignore");
    private static final String FOREGROUND = "foregroundDeletion";
    private static final long DEFAULT_GRACE = 30;

    private Deletion() {}

    /** Seconds until the object may be removed: only pods that run somewhere get any. */
    static long grace(Kind kind, JsonNode object, JsonNode options) {
        boolean running = kind.name().equals("Pod") && object.path("spec").hasNonNull("nodeName");
        if (!running) {
            return 0;
        }
        long own = object.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE);
        return options.path("gracePeriodSeconds").asLong(own);
    }

    static boolean isForeground(JsonNode options) {
        return options.path("propagationPolicy").asText().equals("Foreground");
    }

    /** Keeps the object until the garbage collector has removed its dependents. */
    static void hold(ObjectNode meta) {
        ArrayNode finalizers = meta.withArray("finalizers");
        if (Items.index(finalizers, "v:\"" + FOREGROUND + "\"") < 0) {
            finalizers.add(FOREGROUND);
        }
    }
}
