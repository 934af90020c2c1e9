package dev.serin.local.node;

/** A ConfigMap, Secret, key or token that a pod needs isn't there; the pod waits for it. */
final class MissingConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingConfigException(String message) {
        super(message);
    }
}
