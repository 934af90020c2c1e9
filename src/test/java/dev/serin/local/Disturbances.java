package dev.serin.local;

/** What befalls control planes. Each that lasts ends when it is closed. */
public interface Disturbances {
    /** One that lasts. */
    @FunctionalInterface
    interface Disturbance extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Ends the API server and starts it again with the data it had, of which the store has forgotten all versions but
     * the last (etcd's compaction): watches end, and whoever comes back with an older version is told that it is gone
     * (410).
     */
    void restartApiServer();

    /** Takes away the store behind the API server: nothing that needs it succeeds. */
    Disturbance storeOutage();

    /** Admission refuses a user's writes of a resource, such as {@code services}, with a message. */
    Disturbance refuse(String user, String resource, String message);

    /** The API server has no capacity for a user: all its requests are answered with 429, for ten seconds at most. */
    Disturbance throttle(String user);
}
