package dev.serin.plan;

import dev.serin.api.v1alpha1.Traffic;
import dev.serin.api.v1alpha1.Weights;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests really went where the weights say, by the proxies' own counters.
 *
 * <p>What is due of n requests at share p is n·p. An exact split is off by less than one request at each worker of each
 * process of a proxy (see Tijdeman, The chairman assignment problem, 1980: no way of choosing does better than half a
 * request for two), and by at most one for each retry, which counts an attempt more. A random one may be off by four
 * standard deviations, 4·√(n·p·(1−p)), which one in 15,000 looks exceeds by chance. Shares of a sticky split follow from
 * how active each user is, so that there is no bound for its requests.
 *
 * @param verdict what was found
 * @param proxy the proxy that is off by the most of its bound
 * @param off by how many requests it is
 * @param bound by how many it might be
 */
public record Verification(Verdict verdict, String proxy, double off, double bound) {
    /** Workers of each proxy, see the proxies' Deployment. */
    public static final int WORKERS = 2;

    private static final double SIGMAS = 4;

    /** What was found. */
    public enum Verdict {
        /** No request was seen since the weights were confirmed. */
        NO_TRAFFIC,
        /** Shares of requests say nothing about a sticky split. */
        BY_USER,
        /** All is within its bound. */
        VERIFIED,
        /** The exact split failed, and requests went by chance at the right shares. */
        FELL_BACK,
        /** Something is out of its bound. */
        DEVIATES
    }

    static Verification of(@Nullable Weights weights, Traffic.Split split, TrafficFacts facts) {
        long fallback = facts.sum(TrafficFacts.Proxy::fallback);
        if (weights == null || facts.requests() + fallback <= 0) {
            return simply(Verdict.NO_TRAFFIC);
        }
        double share = (double) weights.canary() / weights.total();
        boolean partial = weights.canary() > 0 && weights.canary() < weights.total();
        if (partial && split == Traffic.Split.Sticky) {
            return simply(Verdict.BY_USER);
        }
        boolean chance = partial && split == Traffic.Split.Random;
        Optional<Verification> worst = facts.proxies().stream()
                .filter(proxy -> proxy.requests() > 0)
                .map(proxy -> of(proxy, share, chance))
                .max(Comparator.comparingDouble(found -> found.off / found.bound));
        return worst.filter(found -> found.verdict == Verdict.DEVIATES)
                .or(() -> fallback > 0 ? Optional.of(fellBack(facts, fallback)) : worst)
                .orElseGet(() -> simply(Verdict.NO_TRAFFIC));
    }

    private static Verification of(TrafficFacts.Proxy proxy, double share, boolean chance) {
        double off = Math.abs(proxy.canary() - share * proxy.requests());
        double spread = chance ? SIGMAS * Math.sqrt(proxy.requests() * share * (1 - share)) : 0;
        double bound = spread + (double) WORKERS * Math.max(1, proxy.runs()) + proxy.retries();
        return new Verification(off <= bound ? Verdict.VERIFIED : Verdict.DEVIATES, proxy.name(), off, bound);
    }

    private static Verification fellBack(TrafficFacts facts, long requests) {
        String where = facts.proxies().stream()
                .max(Comparator.comparingLong(TrafficFacts.Proxy::fallback))
                .map(TrafficFacts.Proxy::name)
                .orElse("");
        return new Verification(Verdict.FELL_BACK, where, requests, 0);
    }

    private static Verification simply(Verdict verdict) {
        return new Verification(verdict, "", 0, 0);
    }

    /** Whether it is known that requests go elsewhere than they should. */
    boolean failed() {
        return verdict == Verdict.DEVIATES;
    }
}
