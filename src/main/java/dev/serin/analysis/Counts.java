package dev.serin.analysis;

/** Requests that proxies have sent to each version. */
public record Counts(long stable, long canary) {
    static final Counts NONE = new Counts(0, 0);

    public long total() {
        return stable + canary;
    }

    Counts plus(Counts other) {
        return new Counts(stable + other.stable, canary + other.canary);
    }

    /** What was counted since; a proxy that began anew began at zero. */
    Counts since(Counts before) {
        boolean anew = stable < before.stable || canary < before.canary;
        return anew ? this : new Counts(stable - before.stable, canary - before.canary);
    }
}
