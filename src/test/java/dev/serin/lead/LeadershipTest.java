package dev.serin.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a leader sees to. */
class LeadershipTest {
    private static final String NAMESPACE = "serin-system";

    @Test
    void theXdsServicePointsToTheLeaderAlone() {
        var slice = new XdsAddress(NAMESPACE, "serin-xds", "10.0.0.1", 18000).slice();
        assertThat(slice.getMetadata().getLabels()).containsEntry("kubernetes.io/service-name", "serin-xds");
        assertThat(slice.getAddressType()).isEqualTo("IPv4");
        assertThat(slice.getEndpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.getAddresses()).containsExactly("10.0.0.1"));
        assertThat(new XdsAddress(NAMESPACE, "serin-xds", "fd00::1", 18000)
                        .slice()
                        .getAddressType())
                .isEqualTo("IPv6");
    }

    @Test
    void theRollIsCompleteWhenEveryReleaseThatIsStillThereWasGoneThrough() throws Exception {
        var roll = new Roll();
        var first = new ResourceID("a", "default");
        var gone = new ResourceID("b", "default");
        var there = new CompletableFuture<Void>();
        Set<ResourceID> releases = ConcurrentHashMap.newKeySet();
        releases.addAll(Set.of(first, gone));
        Thread.ofVirtual().start(() -> {
            try {
                roll.await(() -> releases);
                there.complete(null);
            } catch (InterruptedException e) {
                there.completeExceptionally(e);
            }
        });
        roll.done(first);
        assertThat(there).isNotDone();
        releases.remove(gone);
        there.get(10, TimeUnit.SECONDS);
    }
}
