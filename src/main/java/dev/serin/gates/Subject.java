package dev.serin.gates;

import dev.serin.resources.ReleaseContext;
import java.util.List;
import java.util.Optional;

/**
 * The release that a question is about.
 *
 * @param image of canary
 * @param canary where canary's ready pods are, {@code ADDRESS:PORT} each
 */
public record Subject(ReleaseContext context, Optional<String> image, List<String> canary) {
    public Subject {
        canary = List.copyOf(canary);
    }
}
