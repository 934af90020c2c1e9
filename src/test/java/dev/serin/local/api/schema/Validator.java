package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the API server does with a custom resource's schema. */
public final class Validator {
    private final JsonNode schema;
    private final Rules rules;

    /** For the schema in a definition's {@code openAPIV3Schema}. */
    public Validator(JsonNode schema) {
        this.schema = schema;
        this.rules = new Rules(schema);
    }

    /** Takes away what the schema does not know; returns the paths of what went. */
    public List<String> prune(ObjectNode object) {
        List<String> gone = new ArrayList<>();
        Structure.prune(schema, object, "", gone);
        return gone;
    }

    /** Fills in the schema's defaults. */
    public void fillIn(ObjectNode object) {
        Structure.fillIn(schema, object);
    }

    /** All that is wrong with an object; {@code before} is what it was, if it is being changed. */
    public List<Fault> check(ObjectNode object, Optional<ObjectNode> before) {
        List<Fault> faults = new ArrayList<>();
        new Shape(faults).check(schema, object, "");
        if (faults.stream().anyMatch(Fault::blocksRules)) {
            faults.add(Fault.invalid(
                    "<nil>",
                    "null",
                    "some validation rules were not checked because the object was invalid; correct the existing"
                            + " errors to complete validation"));
        } else {
            faults.addAll(rules.check(object, before.map(JsonNode.class::cast)));
        }
        return faults;
    }
}
