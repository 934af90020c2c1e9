package dev.serin.judge;

import java.util.Comparator;
import java.util.List;

/**
 * Which of a version's pods fail far more of their requests than its others: on a bad node, say, where a bad version fails
 * everywhere.
 *
 * <p>One pod against the rest by R. A. Fisher's exact test (The Design of Experiments, 1935): how likely so many of all
 * failures would be this pod's if each request were as likely to fail at any pod; at {@value #CHANCE} over the number of
 * pods, since each is asked (O. J. Dunn, Multiple comparisons among means, 1961). It is for people to look at and decides
 * nothing, so that it need not be always valid; the chance is small since it is asked again with each look. A pod that is
 * named fails at least twice as much as any that is not, by a percentage point at least, and at most half of the pods are
 * named: what most of them do is the version's doing.
 */
public final class FailingPods {
    private static final double CHANCE = 1e-4;
    private static final double TIMES = 2;
    private static final double POINTS = 0.01;

    private FailingPods() {}

    /** One pod's requests. */
    public record Pod(String name, Sample sample) {}

    /**
     * A pod that fails more than the others.
     *
     * @param others how many those are
     * @param rest their requests
     */
    public record Finding(Pod pod, int others, Sample rest) {}

    /** The worst first. */
    public static List<Finding> among(List<Pod> pods) {
        List<Pod> worstFirst = pods.stream()
                .filter(pod -> pod.sample().requests() > 0)
                .sorted(Comparator.<Pod>comparingDouble(pod -> -pod.sample().share())
                        .thenComparing(Pod::name))
                .toList();
        for (int failing = worstFirst.size() / 2; failing > 0; failing--) {
            List<Pod> others = worstFirst.subList(failing, worstFirst.size());
            Sample rest = others.stream().map(Pod::sample).reduce(Sample.NONE, Sample::plus);
            Sample mildest = worstFirst.get(failing - 1).sample();
            if (isFar(mildest, others.getFirst().sample()) && tail(mildest, rest) <= CHANCE / worstFirst.size()) {
                return worstFirst.subList(0, failing).stream()
                        .map(pod -> new Finding(pod, others.size(), rest))
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean isFar(Sample one, Sample other) {
        return one.share() >= Math.max(TIMES * other.share(), other.share() + POINTS);
    }

    /** The chance of so many failures here or more, given all there are: the upper tail of a hypergeometric distribution. */
    static double tail(Sample one, Sample rest) {
        long n = one.requests();
        long all = n + rest.requests();
        long bad = one.bad() + rest.bad();
        double term = Math.exp(choose(n, one.bad()) + choose(all - n, bad - one.bad()) - choose(all, bad));
        double sum = term;
        for (long k = one.bad(); k < Math.min(n, bad) && term > sum * 1e-12; k++) {
            term *= (double) (n - k) / (k + 1) * ((double) (bad - k) / (all - n - bad + k + 1));
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** The logarithm of how many ways there are to choose. */
    private static double choose(long n, long k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** Exact to ten digits: a sum at first, then Stirling's series. */
    private static double logFactorial(long n) {
        if (n < 16) {
            double sum = 0;
            for (long i = 2; i <= n; i++) {
                sum += Math.log((double) i);
            }
            return sum;
        }
        double x = n + 1.0;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
