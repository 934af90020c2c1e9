package dev.serin.samples;

import java.util.ArrayList;
import java.util.List;

/** Keeps recorded calls in the order of their completion; safe for many threads. */
final class Recorder {
    private final List<Call> calls = new ArrayList<>();

    synchronized void add(Call call) {
        calls.add(call);
    }

    synchronized int size() {
        return calls.size();
    }

    synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    synchronized List<Call> since(int count) {
        return List.copyOf(calls.subList(Math.min(count, calls.size()), calls.size()));
    }
}
