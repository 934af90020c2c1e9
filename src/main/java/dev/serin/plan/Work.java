package dev.serin.plan;

/** What the shell has to see to after a decision. */
public enum Work {
    /** Leave everything as it is: the release cannot begin. */
    NOTHING,
    /** Make and repair the objects, and tell the proxies the weights. */
    SERVE,
    /** Deleting: tell the proxies that stable gets everything, and wait for them to confirm. */
    RETURN_TO_STABLE,
    /** Deleting: remove the proxies, which drain first, and wait until they are gone. */
    REMOVE_PROXIES,
    /** Deleting: remove what is left and let the release go. */
    REMOVE_REST
}
