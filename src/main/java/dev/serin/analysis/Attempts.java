package dev.serin.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How attempts at both versions' pods have ended so far, by one proxy's own counters (the router's log of attempts, see
 * {@code dev.serin.xds.AttemptsFactory}). They are kept as the proxy counts them, since each may begin anew by itself.
 *
 * @param ended how many attempts each counter has counted
 * @param took by version, how many answers took how many milliseconds, rounded down to two digits
 */
record Attempts(Map<Ended, Long> ended, Map<String, Map<Double, Long>> took) {
    static final Attempts NONE = new Attempts(Map.of(), Map.of());

    Attempts {
        ended = Map.copyOf(ended);
        took = Map.copyOf(took);
    }

    /**
     * What one counter counts.
     *
     * @param status a gRPC status by its name, an HTTP status of an answer without one by its number, or
     *     {@link #NO_ANSWER}, {@link #BROKE_OFF} or {@link #GIVEN_UP}
     * @param detail tells counters of the same status apart
     * @param pod the pod's address; empty for those of stable
     */
    record Ended(String version, String status, String detail, String pod) {}

    static final String STABLE = "stable";
    static final String CANARY = "canary";

    /** What to ask a proxy for. */
    static final String FILTER = "^attempts\\.(ended|took)\\.version\\.(stable|canary)(\\.|$)";

    /** Names of the gRPC statuses, by their numbers. */
    private static final List<String> GRPC = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /** Envoy's response flags of an answer that broke off on the pod's side: its connection ended, or it reset the stream. */
    private static final Pattern BROKEN = Pattern.compile("UF|UC|UR|UPE|LR|UT");

    private static final Pattern ENDED = Pattern.compile(
            "^attempts\\.ended\\.version\\.(stable|canary)\\.grpc\\.(-?\\d*)\\.http\\.(\\d*)\\.flags\\.(\\S*?)"
                    + "(?:\\.pod\\.(\\S*))?: (\\d+)$",
            Pattern.MULTILINE);
    private static final Pattern TOOK =
            Pattern.compile("^attempts\\.took\\.version\\.(stable|canary):\\s+totals=(.*)$", Pattern.MULTILINE);
    private static final Pattern BIN = Pattern.compile("([^,:\\s]+),[^,:\\s]+:(\\d+)");

    /** Nothing came back: the connection failed, or it ended first. */
    static final String NO_ANSWER = "NO_ANSWER";

    /** An answer had begun, and its end never came. */
    static final String BROKE_OFF = "BROKE_OFF";

    /** The client ended it before it was answered as a whole: nobody's failure. */
    static final String GIVEN_UP = "GIVEN_UP";

    /** Reads Envoy's text with {@code histogram_buckets=detailed}. */
    static Attempts parse(String text) {
        Map<Ended, Long> ended = new HashMap<>();
        ENDED.matcher(text)
                .results()
                .forEach(line -> ended.merge(ended(line), Long.parseLong(line.group(6)), Long::sum));
        Map<String, Map<Double, Long>> took = new HashMap<>();
        TOOK.matcher(text).results().forEach(line -> took.put(line.group(1), bins(line.group(2))));
        return new Attempts(ended, took);
    }

    private static Ended ended(MatchResult line) {
        String pod = line.group(5);
        return new Ended(
                line.group(1),
                status(line),
                line.group(2) + " " + line.group(3) + " " + line.group(4),
                pod == null ? "" : pod);
    }

    private static Map<Double, Long> bins(String totals) {
        Map<Double, Long> bins = new TreeMap<>();
        BIN.matcher(totals)
                .results()
                .forEach(bin -> bins.merge(Double.valueOf(bin.group(1)), Long.parseLong(bin.group(2)), Long::sum));
        return bins;
    }

    private static String status(MatchResult line) {
        String grpc = line.group(2);
        String http = line.group(3);
        boolean broken = BROKEN.matcher(line.group(4)).find();
        if (!grpc.isEmpty()) {
            int number = Integer.parseInt(grpc);
            return number >= 0 && number < GRPC.size() ? GRPC.get(number) : "UNKNOWN";
        } else if (http.isEmpty() || http.equals("0")) {
            return broken ? NO_ANSWER : GIVEN_UP;
        }
        return broken ? BROKE_OFF : http;
    }

    Attempts plus(Attempts other) {
        Map<String, Map<Double, Long>> all = new HashMap<>(took);
        other.took.forEach((version, counts) -> all.merge(version, counts, Maps::sum));
        return new Attempts(Maps.sum(ended, other.ended), all);
    }

    /** What was added; a counter that went back began anew at zero, with its process or with its listener. */
    Attempts since(Attempts before) {
        Map<String, Map<Double, Long>> grown = new HashMap<>();
        took.forEach((version, counts) ->
                grown.put(version, Maps.since(counts, before.took.getOrDefault(version, Map.of()))));
        return new Attempts(Maps.since(ended, before.ended), grown);
    }

    /** One version, over all of its pods. */
    AnswersSeen.Side side(String version) {
        Map<String, Long> statuses = new HashMap<>();
        ended.forEach((each, count) -> {
            if (each.version.equals(version)) {
                statuses.merge(each.status, count, Long::sum);
            }
        });
        return new AnswersSeen.Side(statuses, took.getOrDefault(version, Map.of()));
    }

    /** How attempts at each of canary's pods ended, by their addresses and statuses. */
    Map<String, Map<String, Long>> pods() {
        Map<String, Map<String, Long>> pods = new HashMap<>();
        ended.forEach((each, count) -> {
            if (each.version.equals(CANARY) && !each.pod.isEmpty()) {
                pods.computeIfAbsent(each.pod, pod -> new HashMap<>()).merge(each.status, count, Long::sum);
            }
        });
        return pods;
    }
}
