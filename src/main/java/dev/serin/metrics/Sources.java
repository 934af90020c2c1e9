package dev.serin.metrics;

import dev.serin.analysis.Connections;
import dev.serin.analysis.Measurement;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.xds.ProxyState;
import dev.serin.xds.ReleaseKey;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where releases' metrics come from; all of it is in memory anyhow.
 *
 * @param releases all releases as last seen
 * @param requests what a release's proxies counted for the weights that were set at a time
 * @param connections a release's proxies' connections from clients, by proxy
 * @param proxies a release's connected proxies
 * @param happenings what has happened to releases so far
 */
public record Sources(
        Supplier<Stream<CanaryRelease>> releases,
        BiFunction<ReleaseKey, String, Measurement> requests,
        Function<ReleaseKey, Map<String, Connections>> connections,
        Function<ReleaseKey, List<ProxyState>> proxies,
        Happenings happenings) {}
