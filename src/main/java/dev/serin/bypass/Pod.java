package dev.serin.bypass;

/** A pod that may be asked, and where its gRPC server listens. */
public record Pod(String name, String address, int port) {}
