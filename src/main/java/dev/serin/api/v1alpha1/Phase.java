package dev.serin.api.v1alpha1;

/** Where a release stands, in a word; the conditions say why. */
public enum Phase {
    /** The proxies are being made; no proxy has confirmed a configuration yet. */
    Initializing,
    /** Every ready proxy serves the wanted weights and nothing is left to do. */
    Ready,
    /** The weight is moving: a step is held, or proxies have yet to confirm a weight. */
    Progressing,
    /** Every step is done, and the target's own rollout takes the canary's template over. */
    Promoting,
    /** {@code spec.paused} holds everything where it is. */
    Paused,
    /** Something has to be mended by a person first; see the condition Stalled. */
    Failed,
    /** The release was deleted and is being taken down. */
    Terminating
}
