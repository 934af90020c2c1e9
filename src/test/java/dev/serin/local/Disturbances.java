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
     * Ends the API server and starts it again with the data it had; watches end, and whoever comes back with a version
     * from before may be told that it is gone (410).
     */
    void restartApiServer();

    /**
     * The store forgets all versions of its objects but the last (etcd's compaction), and with the API server's restart
     * its cache goes as well: whoever asks for what followed an older version is told that it is gone (410).
     */
    void forgetHistory();

    /** Takes away the store behind the API server: nothing that needs it succeeds. */
    Disturbance storeOutage();

    /** Admission refuses a user's writes of a resource, such as {@code services}, with a message. */
    Disturbance refuse(String user, String resource, String message);

    /** The API server has no capacity for a user: all its requests are answered with 429, for ten seconds at most. */
    Disturbance throttle(String user);
}
