package dev.serin.xds;

import java.time.Duration;

/**
 * What one operator puts up with on its xDS port.
 *
 * @param connections how many at a time; more are closed at once
 * @param streamsPerConnection how many at a time; a proxy has one
 * @param requestBytes of one message; an Envoy's first has its list of extensions, some tens of kilobytes
 * @param headerBytes of all headers of a stream; the token has one or two thousand
 * @param hello how long a connection may take to speak TLS and HTTP/2, and a stream to say who it is
 * @param idle how long a connection may be without a stream
 */
public record Limits(
        int connections, int streamsPerConnection, int requestBytes, int headerBytes, Duration hello, Duration idle) {
    /** For some thousand proxies. */
    public static final Limits DEFAULT =
            new Limits(20_000, 4, 1 << 20, 16 << 10, Duration.ofSeconds(5), Duration.ofSeconds(30));
}
