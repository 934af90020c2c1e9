package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Owner references, as controllers write and read them. */
final class Owners {
    private Owners() {}

    /** The reference by which a controller claims what it made. */
    static OwnerReference controller(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    static Optional<OwnerReference> controllerOf(HasMetadata dependent) {
        return dependent.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }

    /** The name of the controlling owner of that kind, if there is one. */
    static Optional<String> nameOf(HasMetadata dependent, String kind) {
        return controllerOf(dependent)
                .filter(reference -> reference.getKind().equals(kind))
                .map(OwnerReference::getName);
    }

    static boolean owns(HasMetadata owner, HasMetadata dependent) {
        return controllerOf(dependent)
                .filter(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()))
                .isPresent();
    }
}
