package dev.serin.content;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ConfigMaps and Secrets contain now.
 *
 * @param hashes of what is tracked, by names such as {@code ConfigMap/app-config}; {@link Hashes#MISSING} of what is not
 *     there
 * @param missing what is not there
 * @param unreadable one of which nothing is known, and why
 */
public record Present(Map<String, String> hashes, Set<Source> missing, Optional<String> unreadable) {
    static final Present NOTHING = new Present(Map.of(), Set.of(), Optional.empty());

    public Present {
        hashes = Map.copyOf(hashes);
        missing = Set.copyOf(missing);
    }

    static Present of(Map<Source, Known> known) {
        Map<String, String> hashes = new HashMap<>();
        Set<Source> missing = new HashSet<>();
        Optional<String> unreadable = Optional.empty();
        for (Map.Entry<Source, Known> each : known.entrySet()) {
            Source source = each.getKey();
            Optional<Known.Seen> seen = each.getValue().seen();
            seen.filter(Known.Seen::tracked).ifPresent(one -> hashes.put(source.toString(), one.hash()));
            seen.filter(one -> one.hash().equals(Hashes.MISSING)).ifPresent(one -> missing.add(source));
            if (seen.isEmpty()) {
                String why = each.getValue().trouble().orElse("not read yet");
                unreadable = Optional.of(source + " (" + why + ")");
            }
        }
        return new Present(hashes, missing, unreadable);
    }
}
