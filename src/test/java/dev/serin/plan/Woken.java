package dev.serin.plan;

import dev.serin.plan.ProxyFacts.Applied;
import java.util.List;
import java.util.Optional;

/** What wakes the operator besides time: what is watched, and the proxies' words, but not its own status. */
final class Woken {
    private Woken() {}

    static boolean by(Observed before, Observed now) {
        return !now.stable().equals(before.stable())
                || !now.canary().equals(before.canary())
                || !now.adopted().equals(before.adopted())
                || !now.service().equals(before.service())
                || !now.action().equals(before.action())
                || !now.spec().equals(before.spec())
                || now.deleting() != before.deleting()
                || !now.canaryFacts().equals(before.canaryFacts())
                || !words(now).equals(words(before));
    }

    private static List<Optional<Applied>> words(Observed observed) {
        return observed.proxies().stream().map(ProxyFacts::applied).toList();
    }
}
