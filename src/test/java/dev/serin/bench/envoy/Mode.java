package dev.serin.bench.envoy;

import dev.serin.xds.Routing;
import java.util.List;

/** One way to configure Serin's proxies. */
public record Mode(String name, Routing routing) {
    public static final Mode EXACT = new Mode("Exact", Routing.EXACT);
    public static final Mode SHIELD = new Mode("Exact with shield", with(0, true));
    public static final Mode MIRROR = new Mode("Exact with mirror of 10 %", with(10, false));

    /** The header that every request of the load has. */
    public static final String USER = "x-user-id";

    /** The ways to split. */
    public static List<Mode> splits() {
        return List.of(
                EXACT,
                new Mode("Random", Routing.RANDOM),
                new Mode("Sticky", new Routing(new Routing.Mode.ByHeader(USER), List.of(), 0, false)));
    }

    private static Routing with(int mirrorPercent, boolean shield) {
        return new Routing(new Routing.Mode.Exact(), List.of(), mirrorPercent, shield);
    }
}
