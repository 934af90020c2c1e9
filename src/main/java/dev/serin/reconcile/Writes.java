package dev.serin.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The writes of one pass: one that is refused keeps none of the others from being done. */
final class Writes {
    private static final Logger log = LoggerFactory.getLogger(Writes.class);

    private final List<HasMetadata> done = new ArrayList<>();
    private @Nullable String refused;

    /** Does it, or notes that it is refused. Throws what may pass by itself. */
    void attempt(HasMetadata object, Runnable write) {
        if (perform(object, write)) {
            done.add(object);
        }
    }

    /** The same for what is no repair, whenever it is done; whether it was done. */
    boolean perform(HasMetadata object, Runnable write) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        try {
            write.run();
            return true;
        } catch (KubernetesClientException e) {
            if (!Refusals.isOne(e)) {
                throw e;
            }
            String words = Refusals.words(object.getKind(), object.getMetadata().getName(), e);
            log.warn("refused: {}", words);
            if (refused == null) {
                refused = words;
            }
            return false;
        } finally {
            // The SDK clears it on this thread when the watch has an event of the same object before the write returns.
            MDC.setContextMap(context == null ? Map.of() : context);
        }
    }

    List<HasMetadata> done() {
        return List.copyOf(done);
    }

    @Nullable
    String refused() {
        return refused;
    }
}
