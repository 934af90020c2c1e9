package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The watches' caches are read while they change. One that lost an object for a moment, as the client's did up to 7.6 (its issue
 * 7265), would have proxies told that there are no pods, and a change would wake no release.
 */
class IndexedCacheTest {
    private static final String INDEX = "service";
    private static final int CHANGES = 200_000;

    @Test
    void anObjectIsFoundByItsIndexWhileItChanges() throws Exception {
        var cache = new CacheImpl<EndpointSlice>();
        cache.addIndexers(
                Map.of(INDEX, slice -> List.of(slice.getMetadata().getLabels().get(INDEX))));
        EndpointSlice one = slice("1");
        EndpointSlice other = slice("2");
        cache.put(one);
        var over = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> missed = threads.submit(() -> {
                int count = 0;
                while (!over.get()) {
                    count += cache.byIndex(INDEX, "reporter").isEmpty() ? 1 : 0;
                }
                return count;
            });
            for (int i = 0; i < CHANGES; i++) {
                cache.put(i % 2 == 0 ? other : one);
            }
            over.set(true);
            assertThat(missed.get()).isZero();
        }
    }

    private static EndpointSlice slice(String version) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("reporter-abc")
                .withResourceVersion(version)
                .withLabels(Map.of(INDEX, "reporter"))
                .endMetadata()
                .build();
    }
}
