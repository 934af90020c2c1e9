package dev.serin.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the server itself writes into a CustomResourceDefinition. */
final class Definitions {
    private Definitions() {}

    /** Names are accepted and the kind is served at once. */
    static void establish(ObjectNode definition) {
        ObjectNode status = definition.putObject("status");
        status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
        status.putArray("storedVersions")
                .add(definition
                        .path("spec")
                        .path("versions")
                        .path(0)
                        .path("name")
                        .asText());
        for (String type : new String[] {"NamesAccepted", "Established"}) {
            status.withArray("conditions")
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("reason", "InitialNamesAccepted")
                    .put("message", "the initial names have been accepted")
                    .put("lastTransitionTime", Writes.now());
        }
    }
}
