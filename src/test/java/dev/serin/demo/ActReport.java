package dev.serin.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.serin.samples.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One act's figures.
 *
 * @param name the act's title
 * @param requests how many were sent
 * @param failed how many of them failed
 * @param shares each version's share of the answers, in percent
 * @param latencyMillis percentiles of the answers' times
 * @param changes what changed, and when, in seconds from the act's first request
 * @param facts what was measured besides
 * @param plots what changed over time; canary's share of the answers where an act has no others
 */
record ActReport(
        String name,
        int requests,
        long failed,
        Map<String, Double> shares,
        Map<String, Double> latencyMillis,
        List<Change> changes,
        Map<String, Object> facts,
        @JsonIgnore List<Plot> plots) {
    private static final double BUCKET_SECONDS = 0.25;

    /** Something that was changed. */
    record Change(double second, String what) {}

    static ActReport of(String name, List<Call> calls, List<Moment> moments, Map<String, Object> facts) {
        List<Call> answered = calls.stream().filter(call -> !call.failed()).toList();
        var share = new Plot.Line("canary", line(answered, begun(calls)));
        return of(
                name,
                calls,
                moments,
                facts,
                List.of(new Plot("canary's share of the answers, in percent", 100, List.of(share))));
    }

    /** When the first of them was sent. */
    static long begun(List<Call> calls) {
        return calls.stream().mapToLong(Call::startNanos).min().orElse(0);
    }

    static ActReport of(
            String name, List<Call> calls, List<Moment> moments, Map<String, Object> facts, List<Plot> plots) {
        long first = begun(calls);
        List<Call> answered = calls.stream().filter(call -> !call.failed()).toList();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String version : List.of("v1", "v2")) {
            long hits = answered.stream()
                    .filter(call -> call.version().equals(version))
                    .count();
            shares.put(version, round(100.0 * hits / Math.max(1, answered.size())));
        }
        return new ActReport(
                name,
                calls.size(),
                calls.size() - answered.size(),
                shares,
                Map.of("p50", percentile(answered, 0.5), "p99", percentile(answered, 0.99)),
                moments.stream()
                        .map(moment -> new Change(round((moment.nanos() - first) / 1e9), moment.what()))
                        .toList(),
                facts,
                plots);
    }

    /** A moment at which something was changed. */
    record Moment(long nanos, String what) {
        static Moment now(String what) {
            return new Moment(System.nanoTime(), what);
        }
    }

    private static double percentile(List<Call> calls, double rank) {
        long[] sorted = calls.stream().mapToLong(Call::durationNanos).sorted().toArray();
        return sorted.length == 0 ? 0 : round(sorted[(int) (rank * (sorted.length - 1))] / 1e6);
    }

    private static List<Plot.Point> line(List<Call> calls, long first) {
        Map<Integer, int[]> buckets = new TreeMap<>();
        for (Call call : calls) {
            int bucket = (int) ((call.startNanos() - first) / 1e9 / BUCKET_SECONDS);
            int[] counts = buckets.computeIfAbsent(bucket, key -> new int[2]);
            counts[0]++;
            counts[1] += call.version().equals("v2") ? 1 : 0;
        }
        List<Plot.Point> points = new ArrayList<>();
        buckets.forEach((bucket, counts) ->
                points.add(new Plot.Point((bucket + 0.5) * BUCKET_SECONDS, 100.0 * counts[1] / counts[0])));
        return points;
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
