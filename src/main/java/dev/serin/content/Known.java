package dev.serin.content;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one ConfigMap or Secret: as it was when it was last read. A reading that fails changes nothing. */
final class Known {
    private static final Logger log = LoggerFactory.getLogger(Known.class);

    private final String namespace;
    private final Source source;
    /** One reading at a time, so that none that began earlier ends later. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Seen seen;
    private volatile @Nullable String trouble;
    private volatile long readAt;

    /**
     * As it was read.
     *
     * @param version its resourceVersion; empty where it is not there
     */
    record Seen(String version, boolean tracked, boolean immutable, String hash) {
        private static final Seen NOTHING = new Seen("", true, false, Hashes.MISSING);
    }

    Known(String namespace, Source source) {
        this.namespace = namespace;
        this.source = source;
    }

    Optional<Seen> seen() {
        return Optional.ofNullable(seen);
    }

    /** Why the last reading failed. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Reads it, unless that was done since; {@code since}: by {@link System#nanoTime}. */
    void read(Reader reader, long since) {
        lock.lock();
        try {
            if (seen == null || readAt - since < 0) {
                long began = System.nanoTime();
                seen = next(reader.read(namespace, source), seen);
                readAt = began;
                trouble = null;
            }
        } catch (KubernetesClientException e) {
            if (trouble == null) {
                log.warn("{} in namespace {} cannot be read: {}", source, namespace, e.getMessage());
            }
            trouble = e.getStatus() != null && e.getStatus().getReason() != null
                    ? e.getStatus().getReason()
                    : "the API server does not answer";
        } finally {
            lock.unlock();
        }
    }

    /** What has not changed is not hashed again. */
    private static Seen next(Optional<Content> read, @Nullable Seen before) {
        return read.map(content -> before != null && before.version().equals(content.version())
                        ? before
                        : new Seen(content.version(), content.isTracked(), content.isImmutable(), content.hash()))
                .orElse(Seen.NOTHING);
    }
}
