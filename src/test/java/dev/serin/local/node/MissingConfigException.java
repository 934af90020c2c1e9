package dev.serin.local.node;

/** A ConfigMap, Secret or key that a pod needs isn't there; the pod waits for it. */
final class MissingConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingConfigException(String message) {
        super(message);
    }
}
