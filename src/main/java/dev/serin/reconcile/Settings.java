package dev.serin.reconcile;

import dev.serin.resources.XdsEndpoint;
import java.util.function.Supplier;

/**
 * What the operator's installation decides.
 *
 * @param xds where and how proxies find the operator, as it is now
 */
public record Settings(Supplier<XdsEndpoint> xds) {}
