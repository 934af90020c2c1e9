package dev.serin.local.node;

import java.io.IOException;
import java.time.Duration;

/** One look at whether a container is well. */
interface Check {
    /** Whether it is; an exception also means that it isn't. */
    boolean passes(Duration timeout) throws IOException, InterruptedException;
}
