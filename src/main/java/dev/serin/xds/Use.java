package dev.serin.xds;

/** Which versions a route sends requests to at first. */
record Use(boolean stable, boolean canary) {
    static final Use NONE = new Use(false, false);

    static Use of(ProxyConfig config) {
        Split split = config.split();
        return new Use(split.stable() > 0, split.canary() > 0 || config.matches());
    }

    Use or(Use other) {
        return new Use(stable || other.stable, canary || other.canary);
    }
}
