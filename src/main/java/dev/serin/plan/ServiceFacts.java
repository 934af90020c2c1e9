package dev.serin.plan;

import java.util.List;

/**
 * The Service that clients dial.
 *
 * @param exists whether it is there
 * @param ports the port numbers it has
 */
public record ServiceFacts(boolean exists, List<Integer> ports) {}
