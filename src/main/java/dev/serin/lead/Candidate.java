package dev.serin.lead;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a candidate stands, and what it does next: a pure function of what it has seen of the lease and of the time.
 *
 * @param self its own name
 * @param seen the lease; empty: it has to be looked at, since a write was refused or nothing is known yet
 * @param renewed when the last request began by which the lease is this process's; empty: it does not lead
 * @param notBefore when it writes or looks next, at the earliest; times are nanoseconds of the monotonic clock
 * @param ready whether it could lead; one that is not yet sees how old the lease is meanwhile
 */
record Candidate(String self, Optional<Seen> seen, Optional<Long> renewed, long notBefore, boolean ready) {
    /** How often the leader renews the lease. */
    static final Duration RENEW = Duration.ofSeconds(2);
    /** How long after a request that failed the next one is sent. */
    static final Duration RETRY = Duration.ofMillis(500);

    private static final Duration LONG = Duration.ofHours(1);

    /** What to do. */
    sealed interface Step {
        /** Ask the API server for the lease. */
        record Look() implements Step {}

        /** Take the lease, or renew it, provided that it is still as seen. */
        record Write() implements Step {}

        /** Wait for news, and at most so long. */
        record Wait(Duration atMost) implements Step {}

        /** The lead is lost. */
        record Leave(String why) implements Step {}
    }

    static Candidate begin(String self, long now) {
        return new Candidate(self, Optional.empty(), Optional.empty(), now, false);
    }

    Step next(long now) {
        if (renewed.isPresent() && now - renewed.get() >= Tenure.CERTAIN.toNanos()) {
            return new Step.Leave("the lease could not be renewed for " + Tenure.CERTAIN.toSeconds() + " s");
        }
        Optional<String> other = seen.map(Seen::holder).filter(holder -> !holder.equals(self));
        if (renewed.isPresent() && other.isPresent()) {
            return new Step.Leave("the lease is " + (other.get().isEmpty() ? "nobody's" : other.get() + "'s"));
        }
        if (now - notBefore < 0) {
            return new Step.Wait(Duration.ofNanos(Math.min(notBefore - now, untilOver(now))));
        }
        if (seen.isEmpty()) {
            return new Step.Look();
        }
        long left = seen.get().since() + seen.get().duration().toNanos() - now;
        boolean isFree = other.isEmpty() || other.get().isEmpty();
        if (!isFree && left > 0) {
            return new Step.Wait(Duration.ofNanos(left));
        }
        return ready ? new Step.Write() : new Step.Wait(LONG);
    }

    private long untilOver(long now) {
        return renewed.map(since -> since + Tenure.CERTAIN.toNanos() - now).orElse(Long.MAX_VALUE);
    }

    /** The API server's own answer. A lease that somebody deleted is still the leader's, who makes it anew. */
    Candidate looked(Seen answer) {
        boolean deleted = renewed.isPresent() && answer.version().isEmpty();
        Seen found = deleted ? new Seen(self, "", answer.duration(), answer.since()) : answer;
        return new Candidate(self, Optional.of(found), renewed, notBefore, ready);
    }

    /** What the watch says, which may be late: who leads believes an answer only. */
    Candidate heard(Seen news) {
        boolean known = seen.map(Seen::version).equals(Optional.of(news.version()));
        if (renewed.isPresent()) {
            boolean isOwn = news.holder().equals(self) && !news.version().isEmpty();
            return known || isOwn ? this : doubtful(news.since());
        }
        return seen.isEmpty() || known ? this : new Candidate(self, Optional.of(news), renewed, notBefore, ready);
    }

    /** A write went through that was begun at this time. */
    Candidate written(Seen lease, long begun) {
        return new Candidate(self, Optional.of(lease), Optional.of(begun), begun + RENEW.toNanos(), ready);
    }

    /** From now on it takes the lease when it may. */
    Candidate prepared() {
        return new Candidate(self, seen, renewed, notBefore, true);
    }

    /** A request got no answer. */
    Candidate failed(long now) {
        return new Candidate(self, seen, renewed, now + RETRY.toNanos(), ready);
    }

    /** The lease is not as it was thought to be. */
    Candidate doubtful(long now) {
        return new Candidate(self, Optional.empty(), renewed, now, ready);
    }

    /** A leader renews the lease at once. */
    Candidate hurried(long now) {
        return renewed.isEmpty() ? this : new Candidate(self, seen, renewed, now, ready);
    }
}
