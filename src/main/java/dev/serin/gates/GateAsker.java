package dev.serin.gates;

import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.plan.GateAnswer;
import dev.serin.plan.GateQuestion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what releases want to know of their gates, each question at its interval, and tells after each answer. What it
 * knows is lost with the process: it is then asked anew.
 *
 * <p>Each question is asked on a thread of its own, so that one that hangs holds up no other. They are no virtual threads,
 * since looking up a name would hold up those (see JEP 418).
 */
public final class GateAsker<K> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GateAsker.class);
    private static final Duration TICK = Duration.ofMillis(250);
    /** A Job is not asked but looked at. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Asking asking;
    private final Clock clock;
    private final Map<K, Map<GateQuestion, Asked>> releases = new ConcurrentHashMap<>();
    private final ExecutorService askers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("gate-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gates").factory());
    private volatile Consumer<K> listener = release -> {};

    private static final class Asked {
        final AtomicBoolean busy = new AtomicBoolean();
        volatile Subject subject;
        /** By {@link System#nanoTime}. */
        volatile long due = System.nanoTime();

        volatile @Nullable GateAnswer answer;

        Asked(Subject subject) {
            this.subject = subject;
        }

        boolean isDue() {
            return System.nanoTime() - due >= 0;
        }
    }

    GateAsker(Asking asking, Clock clock) {
        this.asking = asking;
        this.clock = clock;
    }

    /** {@code local}: whether addresses of the operator's own machine may be dialled, which is for tests. */
    public static <K> GateAsker<K> of(KubernetesClient client, boolean local, Clock clock) {
        var http = new HttpCalls(local ? address -> true : Addresses::mayBeDialled);
        return new GateAsker<>(
                new Gates(new PrometheusGate(http), new WebhookGate(http), new JobGate(client, clock)), clock);
    }

    /** Begins to ask. */
    public void start(Consumer<K> onAnswer) {
        listener = onAnswer;
        var unused =
                timer.scheduleWithFixedDelay(this::askDue, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks these questions about a release from now on or still, and none that was asked before. */
    public void ask(K release, Subject subject, List<GateQuestion> questions) {
        if (questions.isEmpty()) {
            forget(release);
            return;
        }
        Map<GateQuestion, Asked> before = releases.getOrDefault(release, Map.of());
        Map<GateQuestion, Asked> now = new LinkedHashMap<>();
        questions.forEach(question -> {
            Asked asked = Optional.ofNullable(before.get(question)).orElseGet(() -> new Asked(subject));
            asked.subject = subject;
            now.put(question, asked);
        });
        releases.put(release, now);
    }

    public void forget(K release) {
        releases.remove(release);
    }

    /** The latest answer to each question that is asked, as far as there is one. */
    public List<GateAnswer> answers(K release) {
        return releases.getOrDefault(release, Map.of()).values().stream()
                .flatMap(asked -> Optional.ofNullable(asked.answer).stream())
                .toList();
    }

    private void askDue() {
        releases.forEach((release, questions) -> questions.forEach((question, asked) -> {
            if (asked.isDue() && asked.busy.compareAndSet(false, true)) {
                askers.execute(() -> ask(release, question, asked));
            }
        }));
    }

    private void ask(K release, GateQuestion question, Asked asked) {
        try {
            Reply reply = reply(question, asked.subject);
            GateAnswer before = asked.answer;
            var answer = new GateAnswer(question, reply.state(), reply.value(), reply.message(), clock.instant());
            asked.answer = answer;
            asked.due = System.nanoTime() + pause(question, reply.state()).toNanos();
            boolean news = before == null
                    || before.state() != answer.state()
                    || !before.message().equals(answer.message());
            if (news || !question.isAskedOnce()) {
                listener.accept(release);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asked.busy.set(false);
        }
    }

    private Reply reply(GateQuestion question, Subject subject) throws InterruptedException {
        try {
            return asking.ask(subject, question);
        } catch (RuntimeException e) {
            log.warn("gate {} could not be asked", question.gate().name(), e);
            return Reply.inconclusive("it could not be asked: " + e.getClass().getSimpleName());
        }
    }

    private static Duration pause(GateQuestion question, State state) {
        if (!question.isAskedOnce()) {
            return GoDuration.parse(question.gate().interval());
        }
        return state == State.Running ? LOOK : state == State.Inconclusive ? LOOK.multipliedBy(5) : Duration.ofDays(1);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        askers.shutdownNow();
    }
}
