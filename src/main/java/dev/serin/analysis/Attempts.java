package dev.serin.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How attempts at both versions' pods have ended so far, by one proxy's own counters (the router's log of attempts, see
 * {@code dev.serin.xds.AttemptsFactory}).
 */
record Attempts(Side stable, Side canary) {
    static final Attempts NONE = new Attempts(Side.NONE, Side.NONE);

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
            "^attempts\\.ended\\.version\\.(stable|canary)\\.grpc\\.(-?\\d*)\\.http\\.(\\d*)\\.flags\\.(\\S*): (\\d+)$",
            Pattern.MULTILINE);
    private static final Pattern TOOK =
            Pattern.compile("^attempts\\.took\\.version\\.(stable|canary):\\s+totals=(.*)$", Pattern.MULTILINE);
    private static final Pattern BIN = Pattern.compile("([^,:\\s]+),[^,:\\s]+:(\\d+)");

    /**
     * One version.
     *
     * @param statuses how many attempts ended with each status: a gRPC status by its name, an HTTP status of an answer
     *     without one by its number, or {@link #NO_ANSWER}, {@link #BROKE_OFF} or {@link #GIVEN_UP}
     * @param took how many answers took how many milliseconds, rounded down to two digits
     */
    record Side(Map<String, Long> statuses, Map<Double, Long> took) {
        static final Side NONE = new Side(Map.of(), Map.of());

        Side {
            statuses = Map.copyOf(statuses);
            took = Map.copyOf(took);
        }

        Side plus(Side other) {
            return new Side(Maps.sum(statuses, other.statuses), Maps.sum(took, other.took));
        }

        Side since(Side before) {
            return new Side(Maps.since(statuses, before.statuses), Maps.since(took, before.took));
        }
    }

    /** Nothing came back: the connection failed, or it ended first. */
    static final String NO_ANSWER = "NO_ANSWER";

    /** An answer had begun, and its end never came. */
    static final String BROKE_OFF = "BROKE_OFF";

    /** The client ended it before it was answered as a whole: nobody's failure. */
    static final String GIVEN_UP = "GIVEN_UP";

    /** Reads Envoy's text with {@code histogram_buckets=detailed}. */
    static Attempts parse(String text) {
        Map<String, Map<String, Long>> statuses = new HashMap<>();
        ENDED.matcher(text)
                .results()
                .forEach(line -> statuses.computeIfAbsent(line.group(1), name -> new HashMap<>())
                        .merge(status(line), Long.parseLong(line.group(5)), Long::sum));
        Map<String, Map<Double, Long>> took = new HashMap<>();
        TOOK.matcher(text).results().forEach(line -> took.put(line.group(1), bins(line.group(2))));
        return new Attempts(side("stable", statuses, took), side("canary", statuses, took));
    }

    private static Side side(
            String version, Map<String, Map<String, Long>> statuses, Map<String, Map<Double, Long>> took) {
        return new Side(statuses.getOrDefault(version, Map.of()), took.getOrDefault(version, Map.of()));
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
        return new Attempts(stable.plus(other.stable), canary.plus(other.canary));
    }

    /** What was added; a counter that went back began anew at zero, with its process or with its listener. */
    Attempts since(Attempts before) {
        return new Attempts(stable.since(before.stable), canary.since(before.canary));
    }
}
