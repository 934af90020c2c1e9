package dev.serin.local.node;

import dev.serin.local.node.ContainerState.Terminated;
import java.util.Optional;

/**
 * A container at one moment, as its pod's status shows it.
 *
 * @param last how its previous run ended
 * @param over ended, and not to be started again
 */
record ContainerView(
        String name,
        String image,
        ContainerState state,
        Optional<Terminated> last,
        int restarts,
        boolean started,
        boolean ready,
        boolean over,
        long pid) {}
