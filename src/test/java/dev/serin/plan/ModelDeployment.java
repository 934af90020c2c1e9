package dev.serin.plan;

import dev.serin.plan.AdoptedFacts.Running;
import dev.serin.plan.AdoptedFacts.Sources;
import dev.serin.plan.AdoptedFacts.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment and its controller, at one pod a step: a pod surges and is ready a step later, then an old one goes.
 * While it is paused, its template is held back, and only its size is seen to. Its template names a ConfigMap.
 */
final class ModelDeployment {
    /** What pods have. */
    record Template(String revision, @Nullable String restartedAt) {}

    Template template;
    /** What the ConfigMap contains; nothing: none is tracked. */
    String content = "";

    boolean paused;
    int replicas;
    private boolean seen;
    /** The newest last. */
    final List<ModelSet> sets = new ArrayList<>();

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

    /** The version as a status names it. */
    String version() {
        return version(template.revision(), content);
    }

    static String version(String template, String content) {
        return content.isEmpty() ? template : template + AdoptedFacts.CONTENT + content;
    }

    static Map<String, String> hashes(String content) {
        return content.isEmpty() ? Map.of() : Map.of("ConfigMap/settings", content);
    }

    /** The controller's turn. */
    void step() {
        seen = true;
        sets.forEach(ModelSet::settle);
        if (paused) {
            scaleOnly();
        } else {
            roll();
        }
    }

    private void scaleOnly() {
        List<ModelSet> active = active();
        if (active.size() == 1) {
            active.getFirst().size(replicas, content);
        }
    }

    /** One whose template names copies has another template than the Deployment. */
    private Stream<ModelSet> fresh() {
        return sets.stream().filter(set -> set.renamed == null && set.template.equals(template));
    }

    private void roll() {
        ModelSet mine = fresh().findFirst().orElseGet(() -> new ModelSet(template));
        sets.remove(mine);
        sets.add(mine);
        int old = all() - mine.count();
        if (mine.count() > replicas || (old == 0 && mine.count() < replicas)) {
            mine.size(replicas, content);
        } else if (mine.count() < replicas && all() <= replicas) {
            mine.size(mine.count() + 1, content);
        } else if (old > 0 && endpoints() > replicas) {
            ModelSet oldest = active().getFirst();
            oldest.size(oldest.count() - 1, content);
        }
    }

    private List<ModelSet> active() {
        return sets.stream().filter(set -> set.count() > 0).toList();
    }

    /** The ReplicaSets that a version's pods belong to. */
    List<ModelSet> of(@Nullable String version) {
        return active().stream()
                .filter(set -> version != null && isOf(set, version))
                .toList();
    }

    private static boolean isOf(ModelSet set, String version) {
        String revision = set.template.revision();
        return version.equals(revision) || version.startsWith(revision + AdoptedFacts.CONTENT);
    }

    /** The templates that its pods have. */
    Set<Template> templates() {
        return active().stream().map(set -> set.template).collect(Collectors.toSet());
    }

    int count(Set<Template> some) {
        return sets.stream()
                .filter(set -> some.contains(set.template))
                .mapToInt(ModelSet::count)
                .sum();
    }

    int all() {
        return sets.stream().mapToInt(ModelSet::count).sum();
    }

    int endpoints() {
        return sets.stream().mapToInt(ModelSet::ready).sum();
    }

    /** The revisions that its pods have. */
    List<String> runs() {
        return active().stream().map(set -> set.template.revision()).distinct().toList();
    }

    /** What its pods have read. */
    List<String> reads() {
        return active().stream().flatMap(set -> set.reads().stream()).distinct().toList();
    }

    private int updated() {
        return fresh().mapToInt(ModelSet::count).sum();
    }

    boolean isRolledOut() {
        return seen && !paused && updated() == replicas && all() == replicas && endpoints() == replicas;
    }

    /** {@code rolledOut}: with what content pods of a template were to be made. */
    Target observe(boolean looked, UnaryOperator<String> rolledOut) {
        List<Running> running = new ArrayList<>();
        active().forEach(set -> {
            String revision = set.template.revision();
            String read = set.renamed == null ? rolledOut.apply(revision) : set.renamed;
            running.addFirst(new Running(version(revision, read), set.template.restartedAt(), hashes(read)));
        });
        boolean same = active().stream().allMatch(set -> set.template.equals(template));
        return new Target(
                paused,
                seen,
                version(),
                template.restartedAt(),
                replicas,
                isRolledOut(),
                seen && updated() < all() && !same,
                looked && paused && seen ? running : List.of(),
                new Sources(hashes(content), hashes(content), List.of(), java.util.Optional.empty()));
    }

    /** Somebody deletes it and makes it anew, unpaused. */
    void recreate() {
        sets.clear();
        pause(false);
    }

    /** All of it that a person could see. */
    @Override
    public String toString() {
        String since = template.restartedAt() == null ? "" : " since " + template.restartedAt();
        String read = content.isEmpty() ? "" : " with " + content + " reading " + reads();
        return "%s%s,%s %d of %s%s"
                .formatted(template.revision(), since, paused ? " paused," : "", replicas, runs(), read);
    }
}
