package dev.serin;

import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.trust.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the certificate of the xDS server comes about.
 *
 * @param secure whether there is one at all, which is so unless it is forgone; otherwise the channel is plain text
 * @param mounted the folder of one that somebody else makes; empty: the operator makes its own
 * @param secret the name of the Secret for its own
 * @param terms by what rules it makes its own
 */
record KeySource(boolean secure, Optional<Path> mounted, String secret, Terms terms) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    static KeySource read(Map<String, String> variables, String service, String namespace) {
        String folder = variables.getOrDefault("SERIN_XDS_TLS_DIR", "");
        return new KeySource(
                secure(variables),
                folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder)),
                service + "-tls",
                new Terms(
                        duration(variables, "SERIN_XDS_CA_LIFETIME", "87600h"),
                        duration(variables, "SERIN_XDS_CERTIFICATE_LIFETIME", "2160h"),
                        duration(variables, "SERIN_XDS_CA_OVERLAP", "24h"),
                        names(service, namespace)));
    }

    private static boolean secure(Map<String, String> variables) {
        String value = variables.getOrDefault("SERIN_XDS_SECURE", "true");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            // Who mistypes it must not get a channel that is open.
            default ->
                throw new IllegalArgumentException(
                        "SERIN_XDS_SECURE is \"" + value + "\": set it to \"true\" or \"false\".");
        };
    }

    /** The first is the one that proxies ask for. */
    static List<String> names(String service, String namespace) {
        String name = service + "." + namespace;
        return List.of(name, name + ".svc", name + ".svc.cluster.local");
    }

    private static Duration duration(Map<String, String> variables, String name, String otherwise) {
        String value = variables.getOrDefault(name, otherwise);
        try {
            Duration duration = GoDuration.parse(value);
            if (duration.compareTo(SHORTEST) >= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is \"" + value + "\": set it to a duration such as 2160h.", e);
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\": set it to 10s or more.");
    }
}
