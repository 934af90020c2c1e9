package dev.serin.judge;

/**
 * Of all ways in which canary is no worse (its share of bad answers at most stable's plus a margin) the one that is
 * hardest to tell from a supposition: the least relative entropy, at so many requests of each.
 *
 * <p>The likelihood ratio against it has an expectation of at most 1 under <em>every</em> way in which canary is no worse,
 * whatever stable's share is (R. Turner, A. Ly, P. Grünwald: Generic E-variables for exact sequential k-sample tests
 * that allow for optional stopping, 2024; with a margin R. Turner, P. Grünwald: Exact anytime-valid confidence intervals
 * for contingency tables and beyond, 2023). Shares may differ from request to request, as long as their means over the
 * requests do not put canary above stable by more than the margin.
 *
 * @param stable stable's share of bad answers
 * @param canary canary's
 */
record NearestNull(double stable, double canary) {
    private static final int HALVINGS = 45;

    /**
     * For a supposition in which canary's share is above stable's by more than the margin.
     *
     * @param stableRequests how many requests of stable there are, above zero
     * @param canaryRequests of canary, above zero
     */
    static NearestNull of(double stable, long stableRequests, double canary, long canaryRequests, double margin) {
        if (margin == 0) {
            double both = (stable * stableRequests + canary * canaryRequests) / (stableRequests + canaryRequests);
            return new NearestNull(both, both);
        }
        return onBoundary(stable, stableRequests, canary, canaryRequests, margin, stable, canary - margin);
    }

    /**
     * The same for the opposite: of all ways in which canary is worse by the margin or more, the hardest to tell from a
     * supposition in which it is not. These ways are a convex set too, so that the same holds of the likelihood ratio.
     *
     * @param margin above 0
     */
    static NearestNull ofWorse(double stable, long stableRequests, double canary, long canaryRequests, double margin) {
        return onBoundary(stable, stableRequests, canary, canaryRequests, margin, canary - margin, stable);
    }

    /** Where canary's share is stable's plus the margin, the least relative entropy; stable's share is between these. */
    private static NearestNull onBoundary(
            double stable,
            long stableRequests,
            double canary,
            long canaryRequests,
            double margin,
            double least,
            double most) {
        double low = Math.max(least, 0);
        double high = Math.min(most, 1 - margin);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double slope = stableRequests * slope(stable, middle) + canaryRequests * slope(canary, middle + margin);
            if (slope < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double found = (low + high) / 2;
        return new NearestNull(found, found + margin);
    }

    /** How the relative entropy of a share to another one grows with the other one. */
    private static double slope(double share, double other) {
        return (other - share) / (other * (1 - other));
    }
}
