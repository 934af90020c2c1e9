package dev.serin.analysis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of a proxy's requests and streams have begun and not ended.
 *
 * @param stable at stable's pods
 * @param canary at canary's
 */
public record InFlight(long stable, long canary) {
    /** Selects the gauges at the proxy. */
    static final String FILTER = "^cluster\\.(stable|canary|fallback)\\.upstream_rq_(active|pending_active)$";

    private static final Pattern LINE = Pattern.compile(
            "^cluster\\.(stable|canary|fallback)\\.upstream_rq_(?:active|pending_active): (\\d+)$", Pattern.MULTILINE);

    /** A proxy that has no cluster yet has no gauges. */
    static InFlight parse(String text) {
        long stable = 0;
        long canary = 0;
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            long count = Long.parseLong(line.group(2));
            // Requests that went by chance, since the exact split failed, may be at either.
            stable += line.group(1).equals("canary") ? 0 : count;
            canary += line.group(1).equals("stable") ? 0 : count;
        }
        return new InFlight(stable, canary);
    }
}
