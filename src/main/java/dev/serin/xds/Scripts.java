package dev.serin.xds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** The scripts that Envoy runs, with their values put in. */
final class Scripts {
    private static final String EXACT = read("exact.lua");
    private static final String COOKIE = read("cookie.lua");

    private Scripts() {}

    /** Chooses a cluster by error diffusion. */
    static String exact(Split split) {
        return EXACT.replace("${canary}", String.valueOf(split.canary()))
                .replace("${total}", String.valueOf(split.total()))
                .replace("${canaryCluster}", ClusterNames.CANARY_FIRST);
    }

    /** Gives requests and answers a cookie where there is none. */
    static String cookie(String name, Duration ttl) {
        return COOKIE.replace("${name}", name).replace("${ttl}", String.valueOf(ttl.toSeconds()));
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
