package dev.serin.crash;

import static dev.serin.crash.SteppedWorld.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Phase;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.local.Waits;
import dev.serin.samples.UsersObjects;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A target is taken over and adopted, a version promoted, a bad one rolled back and put right, and the release deleted.
 * With what must hold at every step of it.
 */
final class SteppedStory {
    /** In steps. */
    private static final int LONGEST = 2_000;

    private final SteppedWorld world;
    private final UsersObjects users;
    private final String name;

    private SteppedStory(SteppedWorld world, String name) {
        this.world = world;
        this.users = new UsersObjects(name);
        this.name = name;
    }

    /** What there is to tell of it in the end; the same for all names. */
    static List<String> told(SteppedWorld world, String name, Crashes crashes) {
        var story = new SteppedStory(world, name);
        world.apply(story.users.manifest(2));
        Waits.rolledOut(world.client(), name);
        world.begin(name, crashes);
        return story.tell();
    }

    private List<String> tell() {
        world.apply(users.release(
                "",
                "{weight: 20, hold: 10s}, {weight: 50, hold: 10s}",
                String.join(
                        "\n  ",
                        "progressDeadline: 24h",
                        "rebalance: {streamGracePeriod: 10s}",
                        "analysis: {interval: 1s, warmUp: 0s, onInsufficientTraffic: Pass}")));
        until(
                "taken over",
                status -> isIdle(status)
                        && Optional.ofNullable(status.takeover())
                                .filter(TakeoverStatus::nothingBypasses)
                                .isPresent());
        bringOut(2);
        until("2 promoted", status -> isIdle(status) && status.history().size() == 1);
        bringOut(3);
        until(
                "3 rolled back",
                status -> status.stage().equals(Optional.of(Stage.Rejected))
                        && status.history().size() == 2);
        bringOut(2);
        until("put right", SteppedStory::isIdle);
        String history = world.status(name).orElseThrow().history().stream()
                .map(past -> past.outcome())
                .toList()
                .toString();
        world.release(name).delete();
        untilHolds("deleted", () -> world.status(name).isEmpty());
        Waits.rolledOut(world.client(), name);
        var last = List.of(history, images().toString(), others().toString(), users.left(world.client(), NAMESPACE));
        world.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(name)
                .delete();
        world.client().services().inNamespace(NAMESPACE).withName(name).delete();
        world.client()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(NAMESPACE)
                .withName(name)
                .delete();
        return last;
    }

    private void bringOut(int version) {
        world.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(name)
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), users.template(version, 0));
    }

    private static boolean isIdle(CanaryReleaseStatus status) {
        return status.stage().equals(Optional.of(Stage.Idle)) && status.phase() == Phase.Ready;
    }

    private void until(String what, Predicate<CanaryReleaseStatus> reached) {
        untilHolds(what, () -> world.status(name).filter(reached).isPresent());
    }

    private void untilHolds(String what, BooleanSupplier reached) {
        for (int i = 0; i < LONGEST; i++) {
            if (reached.getAsBoolean()) {
                return;
            }
            world.step();
            check();
        }
        throw new AssertionError(what + " is not reached: " + world.status(name));
    }

    private void check() {
        assertThat(world.proxies().wrong()).isEmpty();
        assertThat(world.hasBad(name)).as("the target runs the bad version").isFalse();
        List<String> dialled = Waits.readyAddresses(world.client(), NAMESPACE, name);
        assertThat(dialled).as("where clients are sent").isNotEmpty();
        assertThat(dialled.contains(world.proxiesAddress()) && !world.proxies().knowStable())
                .as("clients are sent to proxies that know nothing")
                .isFalse();
    }

    private Set<String> images() {
        return world.client().pods().inNamespace(NAMESPACE).withLabel("app", name).list().getItems().stream()
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .collect(Collectors.toSet());
    }

    /** Deployments of the release that should be gone. */
    private List<String> others() {
        return world.client().apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
                .map(left -> left.getMetadata().getName())
                .filter(left -> left.startsWith(name + "-"))
                .toList();
    }
}
