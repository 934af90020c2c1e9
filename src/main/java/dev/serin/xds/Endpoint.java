package dev.serin.xds;

/** Where a ready pod of one version listens. */
public record Endpoint(String address, int port) {}
