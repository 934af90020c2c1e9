package dev.serin.xds;

import java.time.Duration;
import java.util.List;

/**
 * How requests are chosen for a version, besides the shares.
 *
 * @param mode how the split tells one request from the next
 * @param canaryMatches requests that always go to canary while it has endpoints; one that holds is enough
 * @param mirrorPercent how many of stable's requests are copied to canary, in percent; 0 copies none
 * @param shield whether a request that canary fails is tried once more at stable
 */
public record Routing(Mode mode, List<Match> canaryMatches, int mirrorPercent, boolean shield) {
    /** Shares alone, exactly. */
    public static final Routing EXACT = new Routing(new Mode.Exact(), List.of(), 0, false);

    /** Shares alone, each request by chance. */
    public static final Routing RANDOM = new Routing(new Mode.Random(), List.of(), 0, false);

    public Routing {
        canaryMatches = List.copyOf(canaryMatches);
    }

    /** How the split tells one request from the next. */
    public sealed interface Mode {
        /** The shares hold in every run of requests at each worker of a proxy. */
        record Exact() implements Mode {}

        /** Each request by chance. */
        record Random() implements Mode {}

        /** The same value of this header always gets the same version; a request without it goes by chance. */
        record ByHeader(String name) implements Mode {}

        /** The same value of this cookie always gets the same version; a request without one is given one. */
        record ByCookie(String name, Duration ttl) implements Mode {}
    }

    /**
     * Requests of which all of this holds.
     *
     * @param path of the request
     * @param headers each of which has to match
     */
    public record Match(PathMatch path, List<HeaderMatch> headers) {
        public Match {
            headers = List.copyOf(headers);
        }
    }

    /** A request's path; a gRPC call's is {@code /SERVICE/METHOD}. */
    public sealed interface PathMatch {
        record Any() implements PathMatch {}

        /** All methods of a gRPC service. */
        record Service(String service) implements PathMatch {}

        /** One method of one gRPC service. */
        record ServiceMethod(String service, String method) implements PathMatch {}

        /** Methods of this name, whatever their gRPC service. */
        record Method(String method) implements PathMatch {}
    }

    /** One header, in Gateway API's terms. {@code value} is a regular expression in RE2 syntax for Regex. */
    public record HeaderMatch(String name, Type type, String value) {
        /** How the value is compared. */
        public enum Type {
            /** Equal. */
            Exact,
            /** Begins with it. */
            Prefix,
            /** The whole value matches it. */
            Regex,
            /** Any value will do. */
            Present
        }
    }

    boolean isExact() {
        return mode instanceof Mode.Exact;
    }
}
