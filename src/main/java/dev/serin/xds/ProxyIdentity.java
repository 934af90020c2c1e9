package dev.serin.xds;

/**
 * Who a caller has proved to be.
 *
 * @param release whose proxy it is
 * @param node its pod's name, by which its node has to go
 */
public record ProxyIdentity(ReleaseKey release, String node) {}
