package dev.serin.analysis;

/**
 * Requests that a proxy, or several, have sent on their way.
 *
 * @param stable those that the split sent to stable
 * @param canary those that the split sent to canary
 * @param matched those that went to canary by a match
 * @param mirrored copies sent to canary
 * @param rescued those of canary that stable was asked for again
 * @param fallback those for which the exact split failed to choose
 * @param retries attempts to reach another pod of the same version; by so many the split's counts may be off
 */
public record Counts(long stable, long canary, long matched, long mirrored, long rescued, long fallback, long retries) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** Those that the split chose a version for. */
    public long split() {
        return stable + canary;
    }

    Counts plus(Counts other) {
        return new Counts(
                stable + other.stable,
                canary + other.canary,
                matched + other.matched,
                mirrored + other.mirrored,
                rescued + other.rescued,
                fallback + other.fallback,
                retries + other.retries);
    }

    Counts minus(Counts other) {
        return new Counts(
                stable - other.stable,
                canary - other.canary,
                matched - other.matched,
                mirrored - other.mirrored,
                rescued - other.rescued,
                fallback - other.fallback,
                retries - other.retries);
    }
}
