package dev.serin.reconcile;

/**
 * What the operator's installation decides.
 *
 * @param xdsAddress where proxies find the operator, {@code HOST:PORT}
 */
public record Settings(String xdsAddress) {}
