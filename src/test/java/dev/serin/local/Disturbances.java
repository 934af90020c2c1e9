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
     * One write.
     *
     * @param subresource empty for the object itself
     */
    record Write(String verb, String resource, String subresource, String namespace, String name) {}

    /** Hears of a user's writes, one after the other. */
    interface WriteListener {
        /** Before it is done; returns whether it shall be done at all. */
        boolean before(Write write);

        /** When it is done, and not answered yet. */
        void after(Write write);
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

    /**
     * Tells of a user's writes. A server that cannot be stopped in the middle of one, as Kubernetes' own, tells of each as
     * soon as it is answered, and calls {@link WriteListener#before} of the next one then.
     */
    Disturbance listen(String user, WriteListener listener);

    /** The API server has no capacity for a user: all its requests are answered with 429, for ten seconds at most. */
    Disturbance throttle(String user);
}
