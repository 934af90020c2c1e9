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
    static final String FILTER =
            "^cluster\\.(stable|canary|canary-first|fallback|mirrored)\\.upstream_rq_(total|retry|pending_failure_eject)$"
                    + "|^vhost\\.traffic\\.route\\.matched\\.upstream_rq_total$";

    private static final Pattern LINE = Pattern.compile("^([a-z0-9_.-]+): (\\d+)$", Pattern.MULTILINE);

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

    /**
     * Of canary's requests each is tried at canary first, and some then at stable. An attempt whose connection fails is
     * counted as ejected and not among the total.
     */
    Counts counts() {
        long matched = of("vhost.traffic.route.matched.upstream_rq_total");
        long rescued = of("cluster.canary-first.upstream_rq_retry");
        return new Counts(
                attempts("stable") - of("cluster.stable.upstream_rq_retry") - rescued,
                attempts("canary") - matched,
                matched,
                of("cluster.mirrored.upstream_rq_total"),
                rescued,
                of("cluster.fallback.upstream_rq_total"),
                of("cluster.stable.upstream_rq_retry"));
    }

    private long attempts(String cluster) {
        return of("cluster." + cluster + ".upstream_rq_total")
                + of("cluster." + cluster + ".upstream_rq_pending_failure_eject");
    }

    private long of(String name) {
        return counters.getOrDefault(name, 0L);
    }
}
