package dev.serin.plan;

import java.util.List;

/**
 * The Service that clients dial.
 *
 * @param exists whether it is there
 * @param ports the port numbers it has
 * @param kind whether it can be taken over at all
 * @param takeover what there is to see of a takeover
 */
public record ServiceFacts(boolean exists, List<Integer> ports, Kind kind, TakeoverFacts takeover) {
    public static final ServiceFacts MISSING = new ServiceFacts(false, List.of());

    public ServiceFacts {
        ports = List.copyOf(ports);
    }

    /** One that can be taken over, and is not. */
    public ServiceFacts(boolean exists, List<Integer> ports) {
        this(exists, ports, Kind.ORDINARY, TakeoverFacts.NONE);
    }

    /** What matters for a takeover. */
    public enum Kind {
        /** It has an address of its own, and TCP ports. */
        ORDINARY,
        /** It has a port that is not TCP. */
        NOT_TCP,
        /** It has no address of its own: clients find its pods by name, and dial a port of theirs. */
        HEADLESS,
        /** It is another name for something outside. */
        EXTERNAL_NAME
    }
}
