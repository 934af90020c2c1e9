package dev.serin.plan;

import dev.serin.plan.AdoptedFacts.Running;
import dev.serin.plan.AdoptedFacts.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment and its controller, at one pod a step: a pod surges and is ready a step later, then an old one goes.
 * While it is paused, its template is held back, and only its size is seen to.
 */
final class ModelDeployment {
    /** What pods have. */
    record Template(String revision, @Nullable String restartedAt) {}

    Template template;
    boolean paused;
    int replicas;
    private boolean seen;
    /** Pods by their template, the newest ReplicaSet last. */
    private final Map<Template, Integer> pods = new LinkedHashMap<>();

    private final Map<Template, Integer> ready = new LinkedHashMap<>();

    ModelDeployment(String revision, int replicas) {
        this.template = new Template(revision, null);
        this.replicas = replicas;
    }

    void set(String revision) {
        template = new Template(revision, template.restartedAt());
        seen = false;
    }

    void restart(String at) {
        template = new Template(template.revision(), at);
        seen = false;
    }

    void pause(boolean hold) {
        paused = hold;
        seen = false;
    }

    void scale(int wanted) {
        replicas = wanted;
        seen = false;
    }

    /** The controller's turn. */
    void step() {
        seen = true;
        ready.clear();
        ready.putAll(pods);
        if (paused) {
            scaleOnly();
        } else {
            roll();
        }
        pods.forEach((each, count) -> ready.merge(each, count, Math::min));
    }

    private void scaleOnly() {
        List<Template> active =
                pods.keySet().stream().filter(each -> count(each) > 0).toList();
        if (active.size() == 1) {
            pods.put(active.getFirst(), replicas);
        }
    }

    private void roll() {
        int mine = Objects.requireNonNullElse(pods.remove(template), 0);
        pods.put(template, mine);
        int old = all() - mine;
        if (mine > replicas || (old == 0 && mine < replicas)) {
            pods.put(template, replicas);
        } else if (mine < replicas && all() <= replicas) {
            pods.put(template, mine + 1);
        } else if (old > 0 && endpoints() > replicas) {
            Template oldest = pods.keySet().stream()
                    .filter(each -> count(each) > 0)
                    .findFirst()
                    .orElseThrow();
            pods.put(oldest, count(oldest) - 1);
        }
    }

    private int count(Template each) {
        return Objects.requireNonNullElse(pods.get(each), 0);
    }

    /** The templates that its pods have. */
    Set<Template> templates() {
        return pods.keySet().stream().filter(each -> count(each) > 0).collect(Collectors.toSet());
    }

    int count(Set<Template> some) {
        return some.stream().mapToInt(this::count).sum();
    }

    int all() {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }

    int endpoints() {
        return ready.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The revisions that its pods have. */
    List<String> runs() {
        return pods.keySet().stream()
                .filter(each -> count(each) > 0)
                .map(Template::revision)
                .distinct()
                .toList();
    }

    boolean isRolledOut() {
        return seen && !paused && count(template) == replicas && all() == replicas && endpoints() == replicas;
    }

    Target observe(boolean looked) {
        List<Running> running = new ArrayList<>();
        pods.keySet().stream()
                .filter(each -> count(each) > 0)
                .forEach(each -> running.addFirst(new Running(each.revision(), each.restartedAt())));
        return new Target(
                paused,
                seen,
                template.revision(),
                template.restartedAt(),
                replicas,
                isRolledOut(),
                seen && count(template) < all(),
                looked && paused && seen ? running : List.of());
    }

    /** Somebody deletes it and makes it anew, unpaused. */
    void recreate() {
        pods.clear();
        ready.clear();
        pause(false);
    }

    /** All of it that a person could see. */
    @Override
    public String toString() {
        String since = template.restartedAt() == null ? "" : " since " + template.restartedAt();
        return "%s%s,%s %d of %s".formatted(template.revision(), since, paused ? " paused," : "", replicas, runs());
    }
}
