package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.plan.Plan;
import dev.serin.xds.ReleaseKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What wakes a release besides the watches: its proxies' words, and the time. */
final class Wakeups {
    /** What keeps pods from being ready, or another release that has the Service, is not watched but asked for. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final SimpleInboundEventSource<CanaryRelease> source = new SimpleInboundEventSource<>("proxies");

    EventSource<?, CanaryRelease> eventSource() {
        return source;
    }

    void wake(ReleaseKey release) {
        source.propagateEvent(new ResourceID(release.name(), release.namespace()));
    }

    /** How long until the release has to be gone through again even if nothing wakes it. */
    static Optional<Duration> after(Plan plan, Clock clock) {
        Optional<Duration> planned = plan.wakeAt()
                .map(at -> Duration.between(clock.instant(), at).plusMillis(1))
                .map(wait -> wait.isPositive() ? wait : Duration.ofMillis(1));
        boolean asks = switch (plan.waiting()) {
            case CANARY, STABLE, MENDING -> true;
            case NOTHING,
                    HOLD,
                    JUDGEMENT,
                    JOB,
                    GATE,
                    SCHEDULE,
                    APPROVAL,
                    FAILED,
                    RESUME,
                    PROXIES,
                    CONFIRMATION,
                    TRAFFIC,
                    ROLLOUT,
                    STREAMS,
                    REMOVAL -> false;
        };
        return asks
                ? Optional.of(
                        planned.filter(wait -> wait.compareTo(ASK_AGAIN) < 0).orElse(ASK_AGAIN))
                : planned;
    }
}
