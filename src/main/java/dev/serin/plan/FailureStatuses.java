package dev.serin.plan;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.ServiceReference.Protocol;
import dev.serin.judge.Answers;
import dev.serin.judge.Histogram;
import dev.serin.judge.Sample;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells failed requests from others, by the status that an attempt ended with.
 *
 * <p>What the server did not do is always a failure ({@code NO_ANSWER}: the connection failed or ended first;
 * {@code BROKE_OFF}: an answer without its end); what the client gave up ({@code GIVEN_UP}) is no request at all, and its
 * waiting counts among the latencies. Where gRPC is spoken, an HTTP status of 500 and above without a gRPC status stands
 * for UNAVAILABLE, UNKNOWN or INTERNAL (see gRPC's HTTP to gRPC status code mapping), and counts.
 */
final class FailureStatuses {
    private static final Set<String> ALWAYS = Set.of("NO_ANSWER", "BROKE_OFF");
    private static final String GIVEN_UP = "GIVEN_UP";

    /** Bounds of the latencies' buckets in milliseconds; a limit is a bound too. */
    private static final List<Double> BOUNDS = List.of(
            1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 120.0,
            150.0, 200.0, 250.0, 300.0, 400.0, 500.0, 600.0, 800.0, 1000.0, 1200.0, 1500.0, 2000.0, 3000.0, 4000.0,
            5000.0, 6000.0, 8000.0, 10_000.0, 20_000.0, 30_000.0, 60_000.0);

    private final Set<String> failures;
    private final List<Double> bounds;

    FailureStatuses(Analysis analysis, Protocol protocol) {
        List<String> named = analysis.failureStatuses();
        boolean grpc = protocol == Protocol.GRPC;
        failures = new HashSet<>(
                named == null ? grpc ? Analysis.GRPC_FAILURES : Analysis.HTTP_FAILURES : List.copyOf(named));
        failures.addAll(ALWAYS);
        if (grpc) {
            failures.add("5xx");
        }
        var all = new TreeSet<>(BOUNDS);
        Rulings.limit(analysis).ifPresent(limit -> all.add(limit.max()));
        bounds = List.copyOf(all);
    }

    Answers answers(AnswerFacts.Side side) {
        return new Answers(sample(side.statuses()), latencies(side.took()));
    }

    /** Of so many attempts that ended with each status, the requests and those that failed. */
    Sample sample(Map<String, Long> statuses) {
        long requests = 0;
        long failed = 0;
        for (Map.Entry<String, Long> each : statuses.entrySet()) {
            if (!each.getKey().equals(GIVEN_UP)) {
                requests += each.getValue();
                failed += isFailure(each.getKey()) ? each.getValue() : 0;
            }
        }
        return new Sample(requests, failed);
    }

    private boolean isFailure(String status) {
        return failures.contains(status)
                || (Character.isDigit(status.charAt(0)) && failures.contains(status.charAt(0) + "xx"));
    }

    private Histogram latencies(Map<Double, Long> took) {
        if (took.isEmpty()) {
            return Histogram.NONE;
        }
        Long[] counts = new Long[bounds.size() + 1];
        Arrays.fill(counts, 0L);
        took.forEach((millis, count) -> {
            int bucket = 0;
            while (bucket < bounds.size() && bounds.get(bucket) < millis) {
                bucket++;
            }
            counts[bucket] += count;
        });
        return new Histogram(bounds, List.of(counts));
    }
}
