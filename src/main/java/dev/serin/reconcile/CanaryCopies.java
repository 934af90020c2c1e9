package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.content.Copier;
import dev.serin.content.Copies;
import dev.serin.content.Copies.Copy;
import dev.serin.content.Hashes;
import dev.serin.content.Source;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.HashMap;
import java.util.Map;

/** The copies that canary's pods read, so that what is judged stays what it is. They are there as long as canary. */
final class CanaryCopies {
    private final Copier copier;

    CanaryCopies(Copier copier) {
        this.copier = copier;
    }

    /** A target whose template names the copies. */
    Deployment named(CanaryRelease release, Deployment target, Map<String, String> content) {
        var template = target.getSpec().getTemplate();
        Map<Source, Copy> copies = new HashMap<>();
        content.forEach((name, hash) -> Source.parse(name)
                .ifPresent(source ->
                        copies.put(source, Copy.of(source, release.getMetadata().getUid(), hash))));
        copies.putAll(Copies.of(template).bySource());
        return new DeploymentBuilder(target)
                .editSpec()
                .withTemplate(new Copies(copies).named(template))
                .endSpec()
                .build();
    }

    /** Makes those that are not there yet. False: what they are to be made from has changed, which will be seen. */
    boolean make(CanaryRelease release, Deployment canary) {
        String namespace = canary.getMetadata().getNamespace();
        String name = release.getMetadata().getName();
        return Copies.of(canary.getSpec().getTemplate()).bySource().entrySet().stream()
                .filter(entry -> !entry.getValue().hash().equals(Hashes.MISSING))
                .allMatch(entry -> copier.exists(namespace, entry.getKey(), entry.getValue())
                        || copier.copy(namespace, name, entry.getKey(), entry.getValue(), release));
    }

    /** Takes them away, once canary has no pods. */
    void remove(CanaryRelease release, Deployment canary) {
        Copies.of(canary.getSpec().getTemplate())
                .bySource()
                .forEach((source, copy) -> copier.remove(
                        canary.getMetadata().getNamespace(),
                        new Source(source.kind(), copy.name()),
                        release.getMetadata().getUid()));
    }
}
