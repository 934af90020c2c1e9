package dev.serin.xds;

/** What this process keeps. */
final class Heap {
    private Heap() {}

    /** In bytes, without what nobody needs any more. */
    static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
