package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.NotificationStatus;
import dev.serin.notify.Notifier;
import dev.serin.notify.Subject;
import dev.serin.observe.Observer;
import dev.serin.status.Outbox;
import dev.serin.xds.ReleaseKey;
import java.time.Instant;
import java.util.List;

/** Puts what happened into the outbox, and hands over what the persisted status says is still to be told. */
final class Notices {
    private final Notifier<ReleaseKey> notifier;

    Notices(Notifier<ReleaseKey> notifier) {
        this.notifier = notifier;
    }

    /** The status to persist. */
    CanaryReleaseStatus with(
            CanaryRelease release, CanaryReleaseStatus before, CanaryReleaseStatus after, Instant now) {
        return Outbox.with(before, after, release.getSpec().notifications(), notifier.told(Observer.key(release)), now);
    }

    /** Once it is persisted. */
    void tell(CanaryRelease release, CanaryReleaseStatus persisted) {
        NotificationStatus owed = persisted.notifications();
        notifier.owe(
                Observer.key(release),
                new Subject(
                        release.getMetadata().getNamespace(),
                        release.getMetadata().getName()),
                release.getSpec().notifications(),
                owed == null ? List.of() : owed.owed());
    }

    /** The release is gone. */
    void leave(CanaryRelease release) {
        notifier.leave(Observer.key(release));
    }
}
