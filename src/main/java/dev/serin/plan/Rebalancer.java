package dev.serin.plan;

import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Rebalance.Trigger;
import dev.serin.api.v1alpha1.RebalanceStatus;
import dev.serin.api.v1alpha1.RebalanceStatus.Member;
import dev.serin.api.v1alpha1.RebalanceStatus.Reason;
import dev.serin.api.v1alpha1.RebalanceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Spreads clients' connections over the proxies, by turns: one proxy in four sends a part of its connections away, they re-dial
 * wherever the Service leads them, the proxies are measured again, and so on. Where a re-dial lands is chance, so that
 * only measuring tells when it is done.
 *
 * <pre>
 *   a proxy is new, uneven ─┐                ┌─ spread ──► Spread
 *   a person asks ──────────┴─► Running ─────┤
 *                                 ▲ turn     └─ too long, or nothing moves ──► Uneven
 *                                 └──┘
 * </pre>
 *
 * A person's wish makes every proxy send all of its connections away first, each in its turn.
 */
final class Rebalancer {
    /** The action by which a person asks for it. */
    static final String ACTION = "rebalance";

    /** For every node to learn where a new proxy is, before clients re-dial. */
    private static final Duration RUN_UP = Duration.ofSeconds(2);
    /** Clients that are busy have re-dialled by then, and the connections that they leave behind are closed. */
    private static final Duration TURN = Duration.ofMillis(1500);
    /** On a slow machine they may not be closed yet, and are counted: then there are more than there were. */
    private static final Duration MOST_LINGERING = Duration.ofSeconds(6);
    /** A proxy that is ready and cannot be asked keeps the others waiting no longer than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** More turns than this, besides those that each proxy owes, would not help: see the simulation. */
    private static final int MOST_TURNS = 20;
    /** Clients that are silent cannot be told. */
    private static final int MOST_IDLE_TURNS = 3;

    private final Observed observed;
    private final RebalanceStatus before;
    private final List<Member> members;
    private final Instant now;

    private Rebalancer(Observed observed, Instant now) {
        this.observed = observed;
        this.before = Optional.ofNullable(observed.status().rebalance()).orElse(RebalanceStatus.NONE);
        this.members = observed.proxies().stream().map(this::member).toList();
        this.now = now;
    }

    /** Where the rebalancing stands from now on. */
    static RebalanceStatus next(Observed observed, Instant now) {
        var all = new Rebalancer(observed, now);
        if (observed.action().filter(ACTION::equals).isPresent() && !all.isAsked()) {
            return all.begin(Reason.Requested);
        }
        return all.before.isRunning() ? all.goOn() : all.rest();
    }

    /** When to look again even if nothing changes. */
    static Optional<Instant> wakeAt(RebalanceStatus status, Instant now) {
        return status.isRunning() ? Optional.of(now.plus(TURN)) : Optional.empty();
    }

    private boolean isAsked() {
        return before.isRunning() && before.reason() == Reason.Requested;
    }

    private Member member(ProxyFacts proxy) {
        Member known = before.proxies().stream()
                .filter(member -> member.name().equals(proxy.pod()))
                .findFirst()
                .orElse(new Member(proxy.pod(), 0, false, false, sent(proxy)));
        return proxy.ready()
                ? known
                : new Member(known.name(), known.sent(), false, false, Math.min(known.sentBefore(), sent(proxy)));
    }

    /** Nothing is under way: is there a proxy that has not had its share yet? What clients do by themselves is told. */
    private RebalanceStatus rest() {
        boolean anew =
                observed.readyProxies().stream().anyMatch(proxy -> !of(proxy).settled());
        Spread spread = Spread.of(observed, Instant.MIN);
        if (!spread.isMeasured() || (!anew && spread.state() == before.state())) {
            return with(members);
        } else if (!anew
                || spread.isEven()
                || !observed.spec().rebalance().triggers().contains(Trigger.ProxyScale)) {
            return found(spread);
        }
        return begin(Reason.ProxyScale);
    }

    /** It was measured and there is nothing to do, or nothing wanted. */
    private RebalanceStatus found(Spread spread) {
        return new RebalanceStatus(
                spread.state(),
                before.reason(),
                before.startedAt(),
                before.finishedAt(),
                before.took(),
                before.turns(),
                before.redialled(),
                spread.total(),
                spread.maxToMean(),
                null,
                0,
                settled());
    }

    private RebalanceStatus begin(Reason reason) {
        List<Member> from = observed.proxies().stream()
                .map(proxy -> new Member(
                        proxy.pod(),
                        of(proxy).sent(),
                        of(proxy).settled(),
                        reason == Reason.Requested && proxy.ready(),
                        sent(proxy)))
                .toList();
        Spread spread = Spread.of(observed, Instant.MIN);
        return new RebalanceStatus(
                State.Running,
                reason,
                Times.text(now),
                null,
                null,
                0,
                0,
                spread.total(),
                spread.maxToMean(),
                null,
                0,
                from);
    }

    private RebalanceStatus goOn() {
        Instant since =
                Times.read(before.turnSince()).orElse(started().plus(RUN_UP).minus(TURN));
        Spread spread = Spread.of(observed, since.plus(TURN));
        if (!spread.isMeasured()) {
            return now.isAfter(since.plus(PATIENCE)) ? finish(State.Uneven, spread) : with(members);
        }
        boolean lingering = before.turns() > 0 && spread.total() > before.connections();
        if (lingering && now.isBefore(since.plus(MOST_LINGERING))) {
            return with(members);
        }
        int idle = before.turns() > 0 && redialled() == before.redialled() ? before.idleTurns() + 1 : 0;
        Map<String, Integer> due = members.stream()
                .filter(Member::due)
                .limit(spread.atATime())
                .collect(Collectors.toMap(Member::name, member -> Spread.GROUPS));
        if (!due.isEmpty()) {
            return turn(due, spread, 0);
        } else if (spread.isEven()) {
            return finish(spread.state(), spread);
        } else if (before.turns() >= MOST_TURNS + members.size() || idle >= MOST_IDLE_TURNS) {
            return finish(State.Uneven, spread);
        }
        return turn(spread.surplus(), spread, idle);
    }

    private RebalanceStatus turn(Map<String, Integer> groups, Spread spread, int idle) {
        List<Member> after = members.stream()
                .map(member -> new Member(
                        member.name(),
                        member.sent() + groups.getOrDefault(member.name(), 0),
                        member.settled(),
                        member.due() && !groups.containsKey(member.name()),
                        member.sentBefore()))
                .toList();
        return new RebalanceStatus(
                State.Running,
                before.reason(),
                before.startedAt(),
                null,
                null,
                before.turns() + 1,
                redialled(),
                spread.total(),
                spread.maxToMean(),
                Times.text(now),
                idle,
                after);
    }

    private RebalanceStatus finish(State state, Spread spread) {
        return new RebalanceStatus(
                state,
                before.reason(),
                before.startedAt(),
                Times.text(now),
                GoDuration.format(Duration.between(started(), now)),
                before.turns(),
                redialled(),
                spread.total(),
                spread.maxToMean(),
                null,
                0,
                settled());
    }

    private RebalanceStatus with(List<Member> proxies) {
        return new RebalanceStatus(
                before.state(),
                before.reason(),
                before.startedAt(),
                before.finishedAt(),
                before.took(),
                before.turns(),
                before.redialled(),
                before.connections(),
                before.maxToMean(),
                before.turnSince(),
                before.idleTurns(),
                proxies);
    }

    private List<Member> settled() {
        return members.stream()
                .map(member -> new Member(member.name(), member.sent(), isReady(member), false, member.sentBefore()))
                .toList();
    }

    private boolean isReady(Member member) {
        return observed.readyProxies().stream().anyMatch(proxy -> proxy.pod().equals(member.name()));
    }

    /** What a proxy that has left had counted is kept. */
    private long redialled() {
        long counted = observed.proxies().stream()
                .mapToLong(proxy -> Math.max(0, sent(proxy) - of(proxy).sentBefore()))
                .sum();
        return Math.max(before.redialled(), counted);
    }

    private static long sent(ProxyFacts proxy) {
        return proxy.connections().map(ProxyFacts.Connections::sent).orElse(0L);
    }

    private Member of(ProxyFacts proxy) {
        return members.stream()
                .filter(member -> member.name().equals(proxy.pod()))
                .findFirst()
                .orElseThrow();
    }

    private Instant started() {
        return Times.read(before.startedAt()).orElse(now);
    }

    /** Fullest first; among equals by name, so that equal input gives an equal decision. */
    static final Comparator<ProxyFacts> FULLEST = Comparator.<ProxyFacts>comparingLong(proxy ->
                    -proxy.connections().map(ProxyFacts.Connections::active).orElse(0L))
            .thenComparing(ProxyFacts::pod);
}
