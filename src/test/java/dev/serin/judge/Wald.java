package dev.serin.judge;

/**
 * Wald's sequential probability ratio test that is told both rates: the least requests of canary on average for a given
 * chance of a false alarm (A. Wald, J. Wolfowitz, 1948). Without a bound below, as a release that looks bad is not
 * declared good before its end.
 */
public final class Wald {
    private Wald() {}

    /** Requests of canary, on average over so many runs, until it is found that it has the second rate. */
    public static double requests(double good, double bad, double falseAlarm, int runs, Draw draw) {
        long requests = 0;
        for (int i = 0; i < runs; i++) {
            double log = 0;
            while (log < -Math.log(falseAlarm)) {
                log += draw.share() < bad ? Math.log(bad / good) : Math.log((1 - bad) / (1 - good));
                requests++;
            }
        }
        return (double) requests / runs;
    }
}
