package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.ServiceReference.Exposure;
import dev.serin.api.v1alpha1.TakeoverStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of a Service that is taken over, in the world of {@link AdoptedWorld}, with a stepped clock: taken, the
 * target restarted, set back by somebody, given back. An operator that crashes before or after any of its writes comes to
 * the same end.
 */
class TakeoverSimulationTest {
    private static final Map<String, String> APPLIED = Map.of("app", "reporter");

    private static AdoptedLife begun(AdoptedWorld world) {
        world.service.exposure = Exposure.Takeover;
        var life = new AdoptedLife(world);
        life.until("nothing bypasses", () -> nothingBypasses(world));
        life.untilIdle("v1");
        return life;
    }

    private static boolean nothingBypasses(AdoptedWorld world) {
        return Optional.ofNullable(world.status.takeover())
                .filter(TakeoverStatus::nothingBypasses)
                .isPresent();
    }

    /** How the Service, the target and the status stand; of a restart only that there was one. */
    private static String chapter(AdoptedWorld world) {
        return "%s; %s; %s, %s"
                .formatted(
                        world.service,
                        world.target.toString().replaceAll("since [^,]*", "restarted"),
                        Optional.ofNullable(world.status.takeover()).map(TakeoverStatus::stage),
                        Optional.ofNullable(world.status.takeover())
                                .map(TakeoverStatus::restart)
                                .map(TakeoverStatus.Restart::done));
    }

    private static List<String> whole(AdoptedWorld world) {
        List<String> chapters = new ArrayList<>();
        AdoptedLife life = begun(world);
        assertThat(world.service.older(world.target)).isZero();
        chapters.add(chapter(world));
        world.service.set(APPLIED);
        life.until(
                "taken back",
                () -> world.service.leadsToProxies()
                        && Optional.ofNullable(world.status.takeover())
                                .filter(status ->
                                        status.leads() && !status.setBack().isEmpty())
                                .isPresent());
        chapters.add(chapter(world));
        world.target.set("v2");
        life.untilIdle("v2");
        life.until("nothing bypasses", () -> nothingBypasses(world));
        chapters.add(chapter(world));
        life.delete();
        chapters.add(chapter(world));
        return chapters;
    }

    /** Deleted in the middle of a release. */
    private static List<String> cutShort(AdoptedWorld world) {
        AdoptedLife life = begun(world);
        world.target.set("v2");
        life.untilCanaryHas(50);
        life.delete();
        return List.of(chapter(world));
    }

    /** Given back, and taken anew. */
    private static List<String> turned(AdoptedWorld world) {
        AdoptedLife life = begun(world);
        world.service.exposure = Exposure.Separate;
        life.until(
                "given back",
                () -> world.status.takeover() == null
                        && !world.service.toString().contains("marked"));
        String given = chapter(world);
        world.service.exposure = Exposure.Takeover;
        life.until("taken anew", () -> nothingBypasses(world) && life.isAt(Stage.Idle));
        return List.of(given, chapter(world));
    }

    @Test
    void theWholeStory() {
        assertThat(whole(new AdoptedWorld()))
                .containsExactly(
                        "selects {app=reporter.serin}, marked; v1 restarted, paused, 3 of [v1]; Optional[Taken], Optional[true]",
                        "selects {app=reporter.serin}, marked; v1 restarted, paused, 3 of [v1]; Optional[Taken], Optional[true]",
                        "selects {app=reporter.serin}, marked; v2 restarted, paused, 3 of [v2]; Optional[Taken], Optional[true]",
                        "selects {app=reporter}; v2 restarted, 3 of [v2]; Optional.empty, Optional.empty");
    }

    @Test
    void deletedInTheMiddleTheServiceIsWhatItWas() {
        assertThat(cutShort(new AdoptedWorld()))
                .containsExactly(
                        "selects {app=reporter}; v2 restarted, paused, 3 of [v1]; Optional.empty, Optional.empty");
    }

    @Test
    void exposureCanBeTurnedBothWays() {
        assertThat(turned(new AdoptedWorld()))
                .containsExactly(
                        "selects {app=reporter}; v1 restarted, paused, 3 of [v1]; Optional.empty, Optional.empty",
                        "selects {app=reporter.serin}, marked; v1 restarted, paused, 3 of [v1]; Optional[Taken], Optional[true]");
    }

    @Test
    void aCrashBeforeOrAfterAnyWriteChangesNothingInTheEnd() {
        int runs = CrashRuns.of(TakeoverSimulationTest::whole)
                + CrashRuns.of(TakeoverSimulationTest::cutShort)
                + CrashRuns.of(TakeoverSimulationTest::turned);
        System.out.println(runs + " takeovers with a crash before or after a write, all with the same end");
    }
}
