package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What holds for the names and labels of all custom resources. */
public final class Metadata {
    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private static final Pattern IS_NAME = Pattern.compile(NAME);
    private static final Pattern IS_LABEL = Pattern.compile(LABEL);

    private Metadata() {}

    /** What is wrong with them; a name is looked at only when it is new. */
    public static List<Fault> check(JsonNode object, boolean isNew) {
        List<Fault> faults = new ArrayList<>();
        String name = object.path("metadata").path("name").asText();
        if (isNew && !IS_NAME.matcher(name).matches()) {
            faults.add(Fault.invalid(
                    "metadata.name",
                    quoted(name),
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                            + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                            + " validation is '" + NAME + "')"));
        }
        for (JsonNode value : object.path("metadata").path("labels")) {
            if (!IS_LABEL.matcher(value.asText()).matches()) {
                faults.add(Fault.invalid(
                        "metadata.labels",
                        quoted(value.asText()),
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                                + " and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                                + " 'my_value',  or '12345', regex used for validation is '" + LABEL + "')"));
            }
        }
        return faults;
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
