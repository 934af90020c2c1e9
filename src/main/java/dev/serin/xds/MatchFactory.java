package dev.serin.xds;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.regex.Pattern;

/** What a route takes. */
final class MatchFactory {
    private MatchFactory() {}

    static RouteMatch everything() {
        return path(new Routing.PathMatch.Any()).build();
    }

    static RouteMatch of(Routing.Match match) {
        RouteMatch.Builder made = path(match.path());
        match.headers().forEach(header -> made.addHeaders(header(header)));
        return made.build();
    }

    private static RouteMatch.Builder path(Routing.PathMatch path) {
        var match = RouteMatch.newBuilder();
        return switch (path) {
            case Routing.PathMatch.Any ignored -> match.setPrefix("/");
            case Routing.PathMatch.Service calls -> match.setPrefix("/" + calls.service() + "/");
            case Routing.PathMatch.ServiceMethod call -> match.setPath("/" + call.service() + "/" + call.method());
            case Routing.PathMatch.Method call -> match.setSafeRegex(regex("/[^/]+/" + quote(call.method())));
        };
    }

    private static HeaderMatcher header(Routing.HeaderMatch header) {
        var matcher = HeaderMatcher.newBuilder().setName(header.name());
        return switch (header.type()) {
            case Exact ->
                matcher.setStringMatch(StringMatcher.newBuilder().setExact(header.value()))
                        .build();
            case Prefix ->
                matcher.setStringMatch(StringMatcher.newBuilder().setPrefix(header.value()))
                        .build();
            case Regex ->
                matcher.setStringMatch(StringMatcher.newBuilder().setSafeRegex(regex(header.value())))
                        .build();
            case Present -> matcher.setPresentMatch(true).build();
        };
    }

    private static RegexMatcher regex(String expression) {
        return RegexMatcher.newBuilder().setRegex(expression).build();
    }

    /** RE2 has no {@code \Q…\E} for all that Java's own quoting may put in between. */
    private static String quote(String text) {
        return Pattern.compile("[^A-Za-z0-9_]").matcher(text).replaceAll("\\\\$0");
    }
}
