package dev.serin.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This operator's part in the election of a leader, by the Lease {@code serin-leader}: the thin shell around
 * {@link Candidate}. The lease is watched, so that one that is given up is taken at once; one that is not renewed for
 * {@link #DURATION} is taken then.
 *
 * <p>It is not fabric8's election, which compares its clock with the holder's, does not watch, and tells a leader that it
 * has lost the lead only after the request hung that should have renewed it.
 */
public final class Election implements AutoCloseable {
    /** The Lease's name. */
    public static final String LEASE = "serin-leader";
    /** How long a lease holds that is not renewed. */
    public static final Duration DURATION = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Election.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(4);

    /** What the thread does between two steps. */
    private sealed interface News {
        record Change(UnaryOperator<Candidate> on) implements News {}

        record Stop() implements News {}
    }

    private final LeaseClient lease;
    private final LongSupplier nanos;
    private final Tenure tenure;
    private final Leadership leadership;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("election-pulse").factory());
    private final Thread thread;
    private volatile Candidate candidate;
    private volatile String leader = "";

    private Election(LeaseClient lease, String self, LongSupplier nanos, Tenure tenure, Leadership leadership) {
        this.lease = lease;
        this.nanos = nanos;
        this.tenure = tenure;
        this.leadership = leadership;
        this.candidate = Candidate.begin(self, nanos.getAsLong());
        this.thread = Thread.ofPlatform().daemon().name("election").unstarted(this::run);
    }

    /**
     * Looks on, and from {@link #ready} on stands as a candidate until it is closed; an API server that doesn't answer is
     * asked again. {@code client} is one of the election's own, whose requests end within seconds.
     */
    public static Election stand(
            KubernetesClient client, String namespace, String self, Tenure tenure, Leadership leadership) {
        var lease = new LeaseClient(client, namespace, Clock.systemUTC());
        var election = new Election(lease, self, System::nanoTime, tenure, leadership);
        tenure.onDoubt(() -> election.tell(candidate -> candidate.hurried(System.nanoTime())));
        var unused =
                election.pulse.scheduleAtFixedRate(tenure::pulse, 0, Tenure.PULSE.toMillis(), TimeUnit.MILLISECONDS);
        lease.watch((now, gone) -> election.tell(candidate -> candidate.heard(election.seen(now, gone))));
        election.thread.start();
        return election;
    }

    /** This process could take up the leader's duties now. */
    public void ready() {
        tell(Candidate::prepared);
    }

    /** Whether another leads, as far as is known. */
    public boolean isOthers() {
        return !leader.isEmpty() && !leader.equals(candidate.self());
    }

    /** Returns when the API server answers, whatever it says, or the thread is interrupted. */
    public static void awaitServer(KubernetesClient client, String namespace) {
        var lease = new LeaseClient(client, namespace, Clock.systemUTC());
        try {
            for (boolean told = false; !lease.isReachable(); told = true) {
                if (!told) {
                    log.warn("the API server does not answer; asked again and again");
                }
                Thread.sleep(Candidate.RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(UnaryOperator<Candidate> change) {
        news.add(new News.Change(change));
    }

    private void run() {
        try {
            while (true) {
                switch (candidate.next(nanos.getAsLong())) {
                    case Candidate.Step.Look ignored -> ask(this::look);
                    case Candidate.Step.Write ignored -> ask(this::hold);
                    case Candidate.Step.Leave leave -> {
                        leadership.lost(leave.why());
                        return;
                    }
                    case Candidate.Step.Wait pause -> {
                        News heard = news.poll(pause.atMost().toNanos(), TimeUnit.NANOSECONDS);
                        if (heard instanceof News.Stop) {
                            free();
                            return;
                        }
                        if (heard instanceof News.Change change) {
                            hear(change.on());
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(UnaryOperator<Candidate> change) {
        candidate = change.apply(candidate);
        if (candidate.seen().isEmpty() && candidate.renewed().isPresent()) {
            tenure.doubt();
        }
        tellLeader();
    }

    private void ask(Runnable request) {
        try {
            request.run();
        } catch (RuntimeException e) {
            refused(e);
        }
        tellLeader();
    }

    private void refused(RuntimeException e) {
        int code = e instanceof KubernetesClientException answer ? answer.getCode() : 0;
        boolean wasThere = candidate
                .seen()
                .map(Seen::version)
                .filter(Predicate.not(String::isEmpty))
                .isPresent();
        if (code == 409 || (code == 404 && wasThere)) {
            candidate = candidate.doubtful(nanos.getAsLong());
            tenure.doubt();
        } else {
            candidate = candidate.failed(nanos.getAsLong());
            log.warn("the lease {} cannot be reached; tried again: {}", LEASE, e.getMessage());
        }
    }

    private void look() {
        Lease found = lease.read();
        long now = nanos.getAsLong();
        candidate = candidate.looked(found == null ? Seen.none(now) : Seen.of(found, now));
    }

    private void hold() {
        boolean leads = candidate.renewed().isPresent();
        long begun = nanos.getAsLong();
        Lease held = lease.hold(candidate.seen().orElseThrow(), candidate.self(), DURATION);
        candidate = candidate.written(Seen.of(held, begun), begun);
        tenure.renewed(begun);
        if (!leads) {
            leadership.begin();
        }
    }

    private void free() {
        if (candidate.renewed().isEmpty()) {
            return;
        }
        try {
            if (candidate.seen().isEmpty()) {
                look();
            }
            Seen seen = candidate.seen().orElseThrow();
            if (seen.holder().equals(candidate.self()) && !seen.version().isEmpty()) {
                lease.free(seen);
                log.info("the lead is given up");
            }
        } catch (KubernetesClientException e) {
            log.warn("the lease {} is left to expire: {}", LEASE, e.getMessage());
        }
    }

    private Seen seen(Lease now, boolean gone) {
        Seen seen = Seen.of(now, nanos.getAsLong());
        return gone ? seen.gone(seen.since()) : seen;
    }

    private void tellLeader() {
        String now = candidate.seen().map(Seen::holder).orElse(leader);
        if (!now.equals(leader)) {
            leader = now;
            log.info("leader: {}", now.isEmpty() ? "none" : now);
        }
    }

    /** Gives the lease up, if it is this operator's. */
    @Override
    public void close() {
        tenure.end();
        news.add(new News.Stop());
        try {
            if (!thread.join(LONGEST_STOP)) {
                log.warn("the lease {} is left to expire", LEASE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pulse.shutdownNow();
    }
}
