package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.notify.Notifier;
import dev.serin.observe.Meters;
import dev.serin.observe.Observer;
import dev.serin.observe.Watches;
import dev.serin.plan.Observed;
import dev.serin.plan.Plan;
import dev.serin.plan.Planner;
import dev.serin.plan.Work;
import dev.serin.status.Notes;
import dev.serin.status.Statuses;
import dev.serin.xds.ProxyFleet;
import dev.serin.xds.ReleaseKey;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One way through the code: observe, plan, persist the intended state, then act on it.
 *
 * <p>Every run starts from what is observed, so that a crash between any two of its writes is made good by the next.
 */
@ControllerConfiguration(
        name = "canaryrelease",
        finalizerName = CanaryReleaseReconciler.FINALIZER,
        fieldManager = CanaryReleaseReconciler.FIELD_MANAGER)
// For as long as it takes: what was refused for now may pass in an hour, and then nothing else would wake the release.
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, maxInterval = 30_000)
public final class CanaryReleaseReconciler implements Reconciler<CanaryRelease>, Cleaner<CanaryRelease> {
    public static final String FINALIZER = "serin.dev/finalizer";
    public static final String FIELD_MANAGER = "serin";

    private final ProxyFleet fleet;
    private final Meters meters;
    private final Notifier<ReleaseKey> notifier;
    private final Notices notices;
    private final Clock clock;
    private final Settings settings;
    private final Consumer<ResourceID> onDone;
    private final BiConsumer<CanaryRelease, CanaryReleaseStatus> onStatus;
    private final Wakeups wakeups = new Wakeups();
    private final Refusals refusals = new Refusals();
    private final List<Shell> shell = new CopyOnWriteArrayList<>();

    /**
     * {@code onDone} hears of every release that was gone through, whether it went well or not; {@code onStatus} of each
     * release as it was and the status that was persisted for it.
     */
    public CanaryReleaseReconciler(
            ProxyFleet fleet,
            Meters meters,
            Notifier<ReleaseKey> notifier,
            Clock clock,
            Settings settings,
            Consumer<ResourceID> onDone,
            BiConsumer<CanaryRelease, CanaryReleaseStatus> onStatus) {
        this.notifier = notifier;
        this.notices = new Notices(notifier);
        this.onStatus = onStatus;
        this.fleet = fleet;
        this.meters = meters;
        this.clock = clock;
        this.settings = settings;
        this.onDone = onDone;
    }

    @Override
    public List<EventSource<?, CanaryRelease>> prepareEventSources(EventSourceContext<CanaryRelease> context) {
        var watches = new Watches(context);
        var observer = new Observer(watches, fleet, meters, clock, context.getClient());
        shell.clear();
        shell.add(new Shell(
                watches,
                observer,
                new Actuator(
                        watches,
                        new Adopter(watches, context.getClient()),
                        new Taker(watches, context.getClient(), meters.bypass()),
                        fleet,
                        meters,
                        settings),
                new Actions(context.getClient()),
                new EventSender(context.getClient(), clock)));
        fleet.onChange(wakeups::wake);
        meters.start(wakeups::wake);
        notifier.start(wakeups::wake);
        var sources = new ArrayList<>(watches.eventSources());
        sources.add(wakeups.eventSource());
        return sources;
    }

    @Override
    public UpdateControl<CanaryRelease> reconcile(CanaryRelease release, Context<CanaryRelease> context) {
        Plan plan = goThrough(release, context);
        onDone.accept(ResourceID.fromResource(release));
        UpdateControl<CanaryRelease> control = UpdateControl.noUpdate();
        Wakeups.after(plan, clock).ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public DeleteControl cleanup(CanaryRelease release, Context<CanaryRelease> context) {
        Plan plan = goThrough(release, context);
        onDone.accept(ResourceID.fromResource(release));
        boolean done = plan.work() == Work.REMOVE_REST
                && refusals.of(ResourceID.fromResource(release)).isEmpty();
        if (done) {
            notices.leave(release);
        }
        return done
                ? DeleteControl.defaultDelete()
                : DeleteControl.noFinalizerRemoval()
                        .rescheduleAfter(Wakeups.after(plan, clock)
                                .orElse(Duration.ofSeconds(5))
                                .toMillis());
    }

    @Override
    public ErrorStatusUpdateControl<CanaryRelease> updateErrorStatus(
            CanaryRelease release, Context<CanaryRelease> context, Exception error) {
        onDone.accept(ResourceID.fromResource(release));
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    /** All releases as last seen, which must not be changed; none before the watches have begun. */
    public Stream<CanaryRelease> releases() {
        return shell.stream().flatMap(parts -> parts.watches().releases());
    }

    /** Goes through all releases again, since something that they share has changed. */
    public void wakeAll() {
        releases().map(Observer::key).forEach(wakeups::wake);
    }

    /** Goes through some releases without writing, and shows what proxies would be told to another fleet. */
    public void rehearse(ProxyFleet stage, int most) {
        Instant now = clock.instant();
        Shell parts = shell.getFirst();
        Actuator actuator = parts.actuator().before(stage);
        releases().limit(most).forEach(release -> {
            Observed observed = parts.observer().observe(release, Optional.empty());
            Plan plan = Planner.plan(observed, now);
            var unused = Notes.between(observed.status(), Statuses.compose(observed, plan, now));
            actuator.publish(release, plan, parts.observer());
            // What was asked for is not looked at again by one that stands by.
            meters.forget(Observer.key(release));
        });
    }

    private Plan goThrough(CanaryRelease release, Context<CanaryRelease> context) {
        Shell parts = shell.getFirst();
        Instant now = clock.instant();
        ResourceID id = ResourceID.fromResource(release);
        Observed observed = parts.observer().observe(release, refusals.of(id));
        Plan plan = Planner.plan(observed, now);
        if (plan.isWeightOfSpec(observed)) {
            parts.actuator().publish(release, plan, parts.observer());
        }
        CanaryReleaseStatus intended =
                notices.with(release, observed.status(), Statuses.compose(observed, plan, now), now);
        if (!intended.equals(observed.status())) {
            boolean changed = StatusWriter.persist(release, intended, context);
            onStatus.accept(release, intended);
            if (changed) {
                wakeups.wake(Observer.key(release));
            }
        }
        notices.tell(release, intended);
        Actuator.Outcome outcome = parts.actuator().act(release, plan, observed, parts.observer(), context);
        if (refusals.note(id, outcome.refused())) {
            // The status has to tell it.
            wakeups.wake(Observer.key(release));
        }
        parts.events().send(release, Notes.between(observed.status(), intended));
        parts.events().send(release, Notes.repaired(outcome.repaired()));
        parts.events().send(release, parts.actions().consume(release, plan));
        return plan;
    }

    /** The parts that can only be made once the caches are there. */
    private record Shell(Watches watches, Observer observer, Actuator actuator, Actions actions, EventSender events) {}
}
