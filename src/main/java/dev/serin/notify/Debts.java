package dev.serin.notify;

import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.status.Told;
import dev.serin.status.Told.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is owed of one release, and what came of telling it. */
final class Debts {
    private final Map<Key, State> states = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private Subject subject = new Subject("", "");
    private List<Notification> wanted = List.of();
    private List<Owed> owed = List.of();
    private boolean left;

    private record Key(String id, String to) {}

    /** {@code notBefore} is by {@link System#nanoTime}. */
    private record State(Outcome outcome, String why, int attempts, long notBefore) {
        boolean isOpen() {
            return outcome == Outcome.TRYING;
        }
    }

    /** One thing that is to be told to one receiver. */
    record Debt(Subject subject, Notification notification, Owed owed, int attempts) {}

    synchronized void set(Subject about, List<Notification> receivers, List<Owed> all) {
        subject = about;
        wanted = receivers;
        owed = all;
        left = false;
        Set<Key> keys = new HashSet<>();
        all.forEach(each -> each.to().forEach(to -> keys.add(new Key(each.id(), to))));
        states.keySet().retainAll(keys);
    }

    /** What is to be told now: to each receiver that is not being told something the oldest thing that is due. */
    synchronized List<Debt> take(long now) {
        List<Debt> due = new ArrayList<>();
        for (Notification each : wanted) {
            if (!busy.contains(each.name())) {
                owed.stream()
                        .filter(one -> one.to().contains(each.name()) && isDue(new Key(one.id(), each.name()), now))
                        .findFirst()
                        .ifPresent(one ->
                                due.add(new Debt(subject, each, one, attempts(new Key(one.id(), each.name())))));
            }
        }
        due.forEach(debt -> busy.add(debt.notification().name()));
        return due;
    }

    private boolean isOpen(Key key) {
        State state = states.get(key);
        return state == null || state.isOpen();
    }

    private boolean isDue(Key key, long now) {
        State state = states.get(key);
        return state == null || (state.isOpen() && now - state.notBefore >= 0);
    }

    private int attempts(Key key) {
        State state = states.get(key);
        return state == null ? 0 : state.attempts;
    }

    /** What came of it; whether that is news. */
    synchronized boolean settle(Debt debt, Outcome outcome, String why, long notBefore) {
        busy.remove(debt.notification().name());
        var key = new Key(debt.owed().id(), debt.notification().name());
        State before = states.put(key, new State(outcome, why, debt.attempts() + 1, notBefore));
        return before == null || before.outcome != outcome || !before.why.equals(why);
    }

    synchronized List<Told> told() {
        List<Told> all = new ArrayList<>();
        states.forEach((key, state) -> all.add(new Told(key.id, key.to, state.outcome, state.why)));
        return all;
    }

    synchronized void leave() {
        left = true;
    }

    /** Whether nobody is there any more to whom it matters what came of it, and nothing is left to be told. */
    synchronized boolean isOver() {
        return left
                && busy.isEmpty()
                && owed.stream().allMatch(each -> each.to().stream().noneMatch(to -> isOpen(new Key(each.id(), to))));
    }
}
