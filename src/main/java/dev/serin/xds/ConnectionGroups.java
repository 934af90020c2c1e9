package dev.serin.xds;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourcePortInput;

/**
 * A proxy's connections in ten groups of about the same size, each with a filter chain of its own, told apart by the tens
 * digit of the client's port (Linux gives even ports to those who dial, so that the last digit would not do).
 *
 * <p>A chain that gets another name is drained in place: its connections get GOAWAY with their next answer, streams on
 * them go on for the drain time, and the other chains are not touched. So a proxy can send away a part of its
 * connections, in tenths. The names follow from one number, which only grows: how many groups were sent away in all.
 */
final class ConnectionGroups {
    static final int COUNT = 10;

    private ConnectionGroups() {}

    /** Adds a chain with these filters for each group; the groups are sent away in turn. */
    static void addTo(Listener.Builder listener, Filter filters, int sent) {
        var matchers = Matcher.MatcherList.newBuilder();
        for (int group = 0; group < COUNT; group++) {
            String name = name(group, sent);
            listener.addFilterChains(FilterChain.newBuilder().setName(name).addFilters(filters));
            matchers.addMatchers(Matcher.MatcherList.FieldMatcher.newBuilder()
                    .setPredicate(portHasTens(group))
                    .setOnMatch(leadsTo(name)));
        }
        listener.setFilterChainMatcher(Matcher.newBuilder().setMatcherList(matchers));
    }

    /** How often the group was sent away tells its name. */
    static String name(int group, int sent) {
        return ClusterNames.TRAFFIC + "-" + group + "-" + (sent + COUNT - 1 - group) / COUNT;
    }

    private static Matcher.MatcherList.Predicate portHasTens(int digit) {
        return Matcher.MatcherList.Predicate.newBuilder()
                .setSinglePredicate(Matcher.MatcherList.Predicate.SinglePredicate.newBuilder()
                        .setInput(TypedExtensionConfig.newBuilder()
                                .setName("source_port")
                                .setTypedConfig(Any.pack(SourcePortInput.getDefaultInstance())))
                        .setValueMatch(StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder()
                                        .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance())
                                        .setRegex(".*" + digit + "[0-9]"))))
                .build();
    }

    private static Matcher.OnMatch leadsTo(String chain) {
        return Matcher.OnMatch.newBuilder()
                .setAction(TypedExtensionConfig.newBuilder()
                        .setName(chain)
                        .setTypedConfig(Any.pack(StringValue.of(chain))))
                .build();
    }
}
