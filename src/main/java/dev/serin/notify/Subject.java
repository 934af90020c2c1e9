package dev.serin.notify;

/** The release that something is told of. */
public record Subject(String namespace, String name) {}
