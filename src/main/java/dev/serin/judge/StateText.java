package dev.serin.judge;

import dev.serin.judge.Judgement.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A judge's state as a short text, {@code name=number,number;name=...}. Evidence is rounded down, so that writing and
 * reading never adds to it.
 */
public final class StateText {
    private static final double PLACES = 1e6;

    private StateText() {}

    public static String write(JudgeState state) {
        List<String> parts = new ArrayList<>();
        state.evidence().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> parts.add(each.getKey() + "=" + joined(each.getValue())));
        parts.add("learned="
                + joined(List.of(state.learnedRequests(), state.learnedBad(), state.slowAbove(), state.warmSeconds())));
        parts.add("stable=" + state.stable().requests() + "," + state.stable().bad());
        parts.add("canary=" + state.canary().requests() + "," + state.canary().bad());
        Sample sample = state.atThisWeight().sample();
        parts.add("weight=" + sample.requests() + "," + sample.bad());
        state.pending().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> parts.add("pending." + each.getKey() + "=" + text(each.getValue())));
        state.noWorse().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> parts.add("noWorse." + each.getKey() + "=" + joined(each.getValue())));
        if (!state.noWorse().isEmpty()) {
            parts.add("weights=" + state.weights());
        }
        add(parts, "", state.atThisWeight().latencies());
        add(parts, "stable.", state.stableLatencies());
        return String.join(";", parts);
    }

    private static String text(JudgeState.Pending pending) {
        return Stream.of(pending.stable(), pending.canary())
                .map(sample -> sample.requests() + "," + sample.bad())
                .collect(Collectors.joining(","));
    }

    private static void add(List<String> parts, String prefix, Histogram latencies) {
        if (!latencies.bounds().isEmpty()) {
            parts.add(prefix + "bounds=" + joined(latencies.bounds()));
            parts.add(prefix + "counts="
                    + latencies.counts().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }

    private static String joined(List<Double> numbers) {
        return String.join(
                ",",
                numbers.stream()
                        .map(number -> Math.floor(number * PLACES) / PLACES)
                        .map(String::valueOf)
                        .toList());
    }

    /** Empty for a text that was not written by this version: judging then begins anew. */
    public static Optional<JudgeState> read(String text) {
        try {
            Map<String, String> parts = new HashMap<>();
            for (String part : text.split(";", -1)) {
                int end = part.indexOf('=');
                parts.put(part.substring(0, end), part.substring(end + 1));
            }
            return Optional.of(state(parts));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static JudgeState state(Map<String, String> parts) {
        Map<Check, List<Double>> logs = new EnumMap<>(Check.class);
        Map<Check, JudgeState.Pending> pending = new EnumMap<>(Check.class);
        Map<Check, List<Double>> noWorse = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            if (parts.containsKey(check.name())) {
                List<Double> evidence = numbers(parts, check.name());
                new Evidence(evidence);
                logs.put(check, evidence);
            }
            if (parts.containsKey("noWorse." + check)) {
                List<Double> evidence = numbers(parts, "noWorse." + check);
                new NoWorse(evidence);
                noWorse.put(check, evidence);
            }
            if (parts.containsKey("pending." + check)) {
                List<Double> block = numbers(parts, "pending." + check);
                pending.put(check, new JudgeState.Pending(sample(block, 0), sample(block, 2)));
            }
        }
        List<Double> learned = numbers(parts, "learned");
        return new JudgeState(
                logs,
                learned.get(0),
                learned.get(1),
                learned.get(2),
                sample(parts, "stable"),
                sample(parts, "canary"),
                new Answers(sample(parts, "weight"), histogram(parts, "")),
                learned.get(3),
                pending,
                histogram(parts, "stable."),
                noWorse,
                noWorse.isEmpty() ? 0 : numbers(parts, "weights").getFirst().intValue());
    }

    private static Histogram histogram(Map<String, String> parts, String prefix) {
        return parts.containsKey(prefix + "bounds")
                ? new Histogram(
                        numbers(parts, prefix + "bounds"),
                        numbers(parts, prefix + "counts").stream()
                                .map(Double::longValue)
                                .toList())
                : Histogram.NONE;
    }

    private static Sample sample(Map<String, String> parts, String name) {
        return sample(numbers(parts, name), 0);
    }

    private static Sample sample(List<Double> numbers, int from) {
        return new Sample(numbers.get(from).longValue(), numbers.get(from + 1).longValue());
    }

    private static List<Double> numbers(Map<String, String> parts, String name) {
        String text = parts.get(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
    }
}
