package dev.serin.judge;

/**
 * Requests, and how many of them were bad: failed, or slow.
 *
 * @param requests how many were answered
 * @param bad how many of those badly, at most all
 */
public record Sample(long requests, long bad) {
    public static final Sample NONE = new Sample(0, 0);

    public Sample {
        if (requests < 0 || bad < 0 || bad > requests) {
            throw new IllegalArgumentException(
                    "Of " + requests + " requests " + bad + " cannot be bad: it must be between 0 and all of them");
        }
    }

    /** Both together. */
    public Sample plus(Sample other) {
        return new Sample(requests + other.requests, bad + other.bad);
    }

    /** The share of bad ones, 0 to 1; NaN where there were no requests. */
    public double share() {
        return requests == 0 ? Double.NaN : (double) bad / requests;
    }
}
