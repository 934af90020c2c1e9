package dev.serin.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy's own counters at one moment, by their names; a counter that never counted is absent.
 *
 * <p>Sums of attempts ({@code upstream_rq_total}) are read and not those of answers: a call that its client gives up has
 * no answer, and was split all the same.
 */
record Reading(Map<String, Long> counters) {
    /** What to ask a proxy for. */
    static final String FILTER = "^cluster\\.(stable|canary|shielded|fallback|mirrored)\\.upstream_rq_(total|retry)$"
            + "|^vhost\\.traffic\\.route\\.matched\\.upstream_rq_total$";

    private static final Pattern LINE = Pattern.compile("^([a-z0-9_.]+): (\\d+)$", Pattern.MULTILINE);

    static Reading parse(String text) {
        Map<String, Long> counters = new HashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            counters.put(line.group(1), Long.parseLong(line.group(2)));
        }
        return new Reading(Map.copyOf(counters));
    }

    /** Whether this one comes from a process that began after the other. */
    boolean isAnewAfter(Reading before) {
        return before.counters.entrySet().stream().anyMatch(counter -> of(counter.getKey()) < counter.getValue());
    }

    /** A shielded request is tried at canary first, and what canary fails then at stable. */
    Counts counts() {
        long matched = of("vhost.traffic.route.matched.upstream_rq_total");
        long shielded = of("cluster.shielded.upstream_rq_retry");
        return new Counts(
                of("cluster.stable.upstream_rq_total") - shielded,
                of("cluster.canary.upstream_rq_total") - matched,
                matched,
                of("cluster.mirrored.upstream_rq_total"),
                shielded,
                of("cluster.fallback.upstream_rq_total"),
                of("cluster.stable.upstream_rq_retry") + of("cluster.canary.upstream_rq_retry"));
    }

    private long of(String name) {
        return counters.getOrDefault(name, 0L);
    }
}
