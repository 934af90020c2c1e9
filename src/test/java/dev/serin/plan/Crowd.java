package dev.serin.plan;

import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Clients of a {@link World}'s proxies: each connection is in one of ten groups, and re-dials wherever chance leads. */
final class Crowd {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final World world;
    private final Random random;
    private final Map<String, List<Integer>> groups = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<String, List<Instant>> leaving = new HashMap<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final List<String> mute = new ArrayList<>();
    boolean silent;
    /** A connection that was sent away is open for so long after its client has re-dialled. */
    Duration linger = Duration.ofMillis(1100);

    Crowd(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    void dial(String proxy, int connections) {
        for (int i = 0; i < connections; i++) {
            groups.computeIfAbsent(proxy, name -> new ArrayList<>()).add(random.nextInt(10));
        }
    }

    void add(String proxy) {
        world.proxies.add(new World.Proxy(proxy));
        groups.put(proxy, new ArrayList<>());
    }

    void crash(String proxy) {
        find(proxy).ready = false;
        find(proxy).counted = Optional.empty();
        List<Integer> lost = groups.put(proxy, new ArrayList<>());
        sent.remove(proxy);
        leaving.remove(proxy);
        redial(lost == null ? 0 : lost.size());
        count();
    }

    void comeBack(String proxy) {
        find(proxy).ready = true;
    }

    void mute(String proxy) {
        mute.add(proxy);
        find(proxy).counted = Optional.empty();
    }

    /** The proxies are asked. */
    void count() {
        for (World.Proxy proxy : world.proxies) {
            if (proxy.ready && !mute.contains(proxy.name)) {
                Instant now = world.now;
                leaving.getOrDefault(proxy.name, new ArrayList<>()).removeIf(closes -> {
                    boolean gone = !closes.isAfter(now);
                    sent.merge(proxy.name, gone ? 1L : 0L, Long::sum);
                    return gone;
                });
                long active = (long) groups.getOrDefault(proxy.name, List.of()).size()
                        + leaving.getOrDefault(proxy.name, List.of()).size();
                proxy.counted =
                        Optional.of(new ProxyFacts.Connections(active, sent.getOrDefault(proxy.name, 0L), world.now));
            }
        }
    }

    /** Lets time pass, with a look now and then; what the operator knew but did not persist is lost each time. */
    void run(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LOOK)) {
            world.pass(LOOK);
            count();
            world.publish(world.persist());
            obey();
        }
    }

    private void obey() {
        RebalanceStatus status = world.status.rebalance();
        if (status == null || silent) {
            return;
        }
        for (Member member : status.proxies()) {
            int from = told.getOrDefault(member.name(), 0);
            List<Integer> open = groups.get(member.name());
            if (open == null || member.sent() == from) {
                continue;
            }
            told.put(member.name(), member.sent());
            int before = open.size();
            open.removeIf(group -> isBetween(group, from, member.sent()));
            int away = before - open.size();
            leaving.computeIfAbsent(member.name(), name -> new ArrayList<>())
                    .addAll(Collections.nCopies(away, world.now.plus(linger)));
            redial(away);
        }
    }

    /** Groups go in turn. */
    private static boolean isBetween(int group, int from, int to) {
        for (int turn = from; turn < to; turn++) {
            if (turn % 10 == group) {
                return true;
            }
        }
        return false;
    }

    private void redial(int connections) {
        List<String> ready = world.proxies.stream()
                .filter(proxy -> proxy.ready)
                .map(proxy -> proxy.name)
                .toList();
        for (int i = 0; i < connections; i++) {
            dial(ready.get(random.nextInt(ready.size())), 1);
        }
    }

    long total() {
        return groups.values().stream().mapToLong(List::size).sum();
    }

    double maxToMean() {
        List<String> ready = world.proxies.stream()
                .filter(proxy -> proxy.ready)
                .map(proxy -> proxy.name)
                .toList();
        long most = ready.stream()
                .mapToLong(name -> groups.getOrDefault(name, List.of()).size())
                .max()
                .orElse(0);
        return (double) most * ready.size() / total();
    }

    private World.Proxy find(String name) {
        return world.proxies.stream()
                .filter(proxy -> proxy.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
