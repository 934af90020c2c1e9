package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryMatch;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.Sticky;
import dev.serin.api.v1alpha1.Traffic;
import dev.serin.xds.Routing;
import dev.serin.xds.Routing.Match;
import dev.serin.xds.Routing.Mode;
import dev.serin.xds.Routing.PathMatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in the proxies' terms what a release's {@code spec.traffic} says in the API's. */
final class Routings {
    private Routings() {}

    static Routing of(Traffic traffic) {
        return new Routing(
                mode(traffic),
                orNone(traffic.canaryMatches()).stream().map(Routings::match).toList(),
                traffic.mirror() == null ? 0 : traffic.mirror().percent(),
                traffic.shield());
    }

    private static Mode mode(Traffic traffic) {
        return switch (traffic.split()) {
            case Exact -> new Mode.Exact();
            case Random -> new Mode.Random();
            // The schema asks for sticky; what an older one let in goes by chance.
            case Sticky ->
                Optional.ofNullable(traffic.sticky()).flatMap(Routings::sticky).orElse(new Mode.Random());
        };
    }

    private static Optional<Mode> sticky(Sticky sticky) {
        return Optional.ofNullable(sticky.cookie())
                .<Mode>map(cookie -> new Mode.ByCookie(cookie.name(), GoDuration.parse(cookie.ttl())))
                .or(() -> Optional.ofNullable(sticky.header()).map(Mode.ByHeader::new));
    }

    private static Match match(CanaryMatch match) {
        return new Match(
                path(match.method()),
                orNone(match.headers()).stream().map(Routings::header).toList());
    }

    private static PathMatch path(CanaryMatch.@Nullable Method method) {
        if (method == null) {
            return new PathMatch.Any();
        }
        String service = method.service();
        String name = method.method();
        if (service == null) {
            return name == null ? new PathMatch.Any() : new PathMatch.Method(name);
        }
        return name == null ? new PathMatch.Service(service) : new PathMatch.ServiceMethod(service, name);
    }

    private static Routing.HeaderMatch header(CanaryMatch.Header header) {
        return new Routing.HeaderMatch(
                header.name(),
                Routing.HeaderMatch.Type.valueOf(header.type().name()),
                Optional.ofNullable(header.value()).orElse(""));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
