package dev.serin.notify;

import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.notify.Teller.NotToldException;
import dev.serin.outbound.HttpCalls;
import dev.serin.status.Told;
import dev.serin.status.Told.Outcome;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is owed, on threads of its own: to each receiver one thing at a time, the oldest first, and again with longer
 * and longer pauses while it is not taken, for an hour from when it happened and once at least. What it knows is lost with the
 * process; what is owed is in the status.
 */
public final class Notifier<K> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    static final Duration PATIENCE = Duration.ofHours(1);

    /** How many are told at a time, of all releases. */
    private static final int AT_A_TIME = 16;

    private final Teller teller;
    private final Clock clock;
    private final Map<K, Debts> releases = new ConcurrentHashMap<>();
    private final ExecutorService tellers = Executors.newFixedThreadPool(
            AT_A_TIME, Thread.ofPlatform().daemon().name("notify-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("notify-timer").factory());
    private volatile Consumer<K> listener = release -> {};

    Notifier(Teller teller, Clock clock) {
        this.teller = teller;
        this.clock = clock;
    }

    /** {@code local}: whether addresses of the operator's own machine may be dialled, which is for tests. */
    public static <K> Notifier<K> of(KubernetesClient client, boolean local, Clock clock) {
        return new Notifier<>(new WebhookTeller(HttpCalls.of(local), client), clock);
    }

    /** Begins; tells of every release for which something came of telling. */
    public void start(Consumer<K> onTold) {
        listener = onTold;
        var unused =
                timer.scheduleWithFixedDelay(this::tellDue, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All that is owed of a release, as it was persisted. */
    public void owe(K release, Subject subject, List<Notification> wanted, List<Owed> owed) {
        if (owed.isEmpty()) {
            releases.remove(release);
        } else {
            releases.computeIfAbsent(release, key -> new Debts()).set(subject, wanted, owed);
        }
    }

    /** The release is gone: what is owed is still told, for as long as that is tried. */
    public void leave(K release) {
        Debts debts = releases.get(release);
        if (debts != null) {
            debts.leave();
        }
    }

    /** What came of it so far. */
    public List<Told> told(K release) {
        Debts debts = releases.get(release);
        return debts == null ? List.of() : debts.told();
    }

    private void tellDue() {
        releases.forEach((release, debts) -> {
            debts.take(System.nanoTime()).forEach(debt -> tellers.execute(() -> tell(release, debts, debt)));
            if (debts.isOver()) {
                releases.remove(release, debts);
            }
        });
    }

    private void tell(K release, Debts debts, Debts.Debt debt) {
        boolean news;
        try {
            teller.tell(debt.subject(), debt.notification(), debt.owed());
            news = debts.settle(debt, Outcome.DONE, "", 0);
        } catch (NotToldException e) {
            news = notTold(debts, debt, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.warn(
                    "{} could not be told to {}",
                    debt.owed().id(),
                    debt.notification().name(),
                    e);
            news = notTold(debts, debt, e.getClass().getSimpleName());
        }
        if (news) {
            listener.accept(release);
        }
    }

    private boolean notTold(Debts debts, Debts.Debt debt, String why) {
        log.info("{} not told to {}: {}", debt.owed().id(), debt.notification().name(), why);
        boolean late = !clock.instant().isBefore(Instant.parse(debt.owed().at()).plus(PATIENCE));
        return debts.settle(
                debt,
                late ? Outcome.GIVEN_UP : Outcome.TRYING,
                why,
                System.nanoTime() + pause(debt.attempts()).toNanos());
    }

    /** A second, and twice as long after each attempt. */
    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        tellers.shutdownNow();
    }
}
