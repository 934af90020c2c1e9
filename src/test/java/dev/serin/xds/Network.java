package dev.serin.xds;

/**
 * The loopback network of each test that starts Envoys by itself. Test classes run side by side in several JVMs, and an
 * Envoy that finds its address taken ends while the test would go on speaking to the other test's.
 */
enum Network {
    XDS_SERVER(41),
    OUTLIERS(42),
    ACCESS_LOG(43),
    PASS_THROUGH(44),
    WEB(45),
    INTEROP(46),
    CONNECTIONS(47),
    EXACT(48),
    STICKY(49),
    ROUTING(50),
    ATTEMPTS(51),
    FALLBACK(52),
    ROTATION(53),
    EDGE(54);

    private final int third;

    Network(int third) {
        this.third = third;
    }

    /** Such as {@code 127.0.41.1}; hosts are numbered from 1. */
    String host(int number) {
        return "127.0." + third + "." + number;
    }
}
