package dev.serin.bench.judge;

import java.util.List;

/** A way to decide about canaries. */
interface Contestant {
    /** All of them. */
    List<Contestant> ALL = List.of(
            new Serin(), new Flagger(false), new Flagger(true), new Argo(false), new Argo(true), new MannWhitney());

    String name();

    /** The least success rate in percent: 99 as in the tools' documentation, or a point below what stable has. */
    static double min(Release release, boolean fitted) {
        return fitted ? 99 - 100 * release.errors() : 99;
    }

    /** One release. */
    Decider begin(Release release);

    /** Decides once a second. */
    interface Decider {
        Decision decide(Traffic.Second second);
    }

    /** What follows. */
    enum Decision {
        STAY,
        NEXT,
        BACK
    }
}
