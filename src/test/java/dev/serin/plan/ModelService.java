package dev.serin.plan;

import dev.serin.api.v1alpha1.ServiceReference.Exposure;
import dev.serin.api.v1alpha1.TakeoverStatus;
import dev.serin.api.v1alpha1.TakeoverStatus.Stage;
import dev.serin.plan.TakeoverFacts.Older;
import dev.serin.plan.TakeoverFacts.Restarted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Service that clients dial, with the EndpointSlices that follow it, and what the shell does to it. */
final class ModelService {
    private static final Map<String, String> PROXIES = Map.of("app", "reporter.serin");

    Exposure exposure = Exposure.Separate;
    Map<String, String> selector = Map.of("app", "reporter");
    private Map<String, String> original = selector;
    private boolean marked;
    private int proxies;
    private int others;
    private Set<ModelDeployment.Template> older = Set.of();

    /** Who writes, as the worlds do it. */
    interface Shell {
        void write(String what, boolean needed, Runnable change);
    }

    /** Somebody applies it as it was, or otherwise. */
    void set(Map<String, String> wanted) {
        selector = wanted;
    }

    /** The controller of EndpointSlices has its turn. */
    void step(boolean proxiesRun, ModelDeployment target) {
        proxies = isTaken() && proxiesRun ? 1 : 0;
        others = isTaken() ? 0 : target.endpoints();
    }

    private boolean isTaken() {
        return selector.equals(PROXIES);
    }

    boolean leadsToProxies() {
        return proxies > 0;
    }

    /** How many pods are left that it led to before. */
    int older(ModelDeployment target) {
        return target.count(older);
    }

    ServiceFacts facts(ModelDeployment target, Optional<TakeoverStatus> status) {
        return new ServiceFacts(
                true,
                List.of(9090),
                ServiceFacts.Kind.ORDINARY,
                new TakeoverFacts(
                        PROXIES,
                        "grpc",
                        true,
                        marked,
                        marked && isTaken(),
                        marked && isTaken(),
                        true,
                        proxies,
                        others,
                        status.filter(TakeoverStatus::isCounting)
                                .map(counting -> new Older(older(target), true, Optional.empty(), Instant.EPOCH)),
                        List.of(new Restarted("reporter", target.template.restartedAt()))));
    }

    /** As the shell's Taker does. */
    void see(Plan plan, ModelDeployment target, Shell shell) {
        Optional<Stage> stage = plan.takeover().map(TakeoverStatus::stage);
        shell.write("take", stage.equals(Optional.of(Stage.Taken)) && !isTaken(), () -> {
            original = selector;
            selector = PROXIES;
            marked = true;
            older = target.templates();
        });
        shell.write("return", stage.equals(Optional.of(Stage.Returning)) && isTaken(), () -> selector = original);
        shell.write("no marks", stage.isEmpty() && marked, () -> marked = false);
        plan.takeover()
                .flatMap(TakeoverStatus::pendingRestart)
                .ifPresent(at ->
                        shell.write("restart", !at.equals(target.template.restartedAt()), () -> target.restart(at)));
    }

    @Override
    public String toString() {
        return "selects %s%s".formatted(selector, marked ? ", marked" : "");
    }
}
