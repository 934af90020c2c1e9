package dev.serin.observe;

import dev.serin.api.v1alpha1.AdoptionStatus;
import dev.serin.api.v1alpha1.AdoptionStatus.Stage;
import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanarySpec.Track;
import dev.serin.content.Contents;
import dev.serin.content.Copies;
import dev.serin.content.Present;
import dev.serin.content.Reference;
import dev.serin.content.Source;
import dev.serin.plan.AdoptedFacts.Sources;
import dev.serin.xds.ReleaseKey;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ConfigMaps and Secrets contain that the pods of a target read, as far as they are tracked. */
final class Reads {
    private final Contents<ReleaseKey> contents;

    Reads(Contents<ReleaseKey> contents) {
        this.contents = contents;
    }

    /** Those that the target's template names, and those that stable's pods read. */
    Sources observe(CanaryRelease release, Deployment target) {
        PodTemplateSpec template = target.getSpec().getTemplate();
        List<Reference> named = named(release, template);
        Set<Source> stable = stable(release);
        Set<Source> all = new HashSet<>(stable);
        named.forEach(reference -> all.add(reference.source()));
        Present present = contents.look(
                Observer.key(release),
                release.getMetadata().getNamespace(),
                Revisions.exactly(template) + " " + stage(release),
                all,
                isBusy(release));
        Map<String, String> hashes =
                of(present, named.stream().map(Reference::source).toList());
        hashes.putAll(Copies.of(template).hashes());
        return new Sources(
                hashes,
                of(present, stable),
                named.stream()
                        .filter(Reference::required)
                        .map(Reference::source)
                        .filter(present.missing()::contains)
                        .map(Source::toString)
                        .toList(),
                present.unreadable());
    }

    /** What a template reads that pods run already; empty where that cannot be known. */
    Optional<Map<String, String>> of(CanaryRelease release, PodTemplateSpec template) {
        List<Source> named =
                named(release, template).stream().map(Reference::source).toList();
        Present present = contents.once(release.getMetadata().getNamespace(), named);
        return present.unreadable().isPresent() ? Optional.empty() : Optional.of(of(present, named));
    }

    private static Map<String, String> of(Present present, Collection<Source> sources) {
        Map<String, String> hashes = new HashMap<>(present.hashes());
        hashes.keySet().retainAll(sources.stream().map(Source::toString).toList());
        return hashes;
    }

    /** Without the copies that it names already: those don't change. */
    private static List<Reference> named(CanaryRelease release, PodTemplateSpec template) {
        Set<Source> copies = new HashSet<>();
        Copies.of(template).bySource().forEach((source, copy) -> copies.add(new Source(source.kind(), copy.name())));
        return Reference.of(template).stream()
                .filter(reference -> isTracked(release, reference.source()) && !copies.contains(reference.source()))
                .toList();
    }

    private static Set<Source> stable(CanaryRelease release) {
        Set<Source> sources = new HashSet<>();
        adoption(release).sourcesOrNone().stable().keySet().stream()
                .flatMap(name -> Source.parse(name).stream())
                .filter(source -> isTracked(release, source))
                .forEach(sources::add);
        return sources;
    }

    private static boolean isTracked(CanaryRelease release, Source source) {
        Track track = release.getSpec().canaryOrDefault().track();
        return switch (source.kind()) {
            case ConfigMap -> track != Track.None;
            case Secret -> track == Track.All;
        };
    }

    /** Whether something is going on, so that a change matters sooner. */
    private static boolean isBusy(CanaryRelease release) {
        AdoptionStatus adoption = adoption(release);
        return switch (adoption.stage()) {
            case Idle -> adoption.pending() != null;
            case Adopting, Rejected -> false;
            case Restarting, Releasing, Promoting, Rolling, Settling, Returning -> true;
        };
    }

    static AdoptionStatus adoption(CanaryRelease release) {
        return Optional.ofNullable(release.getStatus())
                .map(status -> status.adoption())
                .orElse(AdoptionStatus.BEGINNING);
    }

    static Stage stage(CanaryRelease release) {
        return adoption(release).stage();
    }
}
