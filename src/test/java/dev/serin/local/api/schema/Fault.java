package dev.serin.local.api.schema;

/**
 * What is wrong with a field.
 *
 * @param reason the API's cause, such as FieldValueInvalid
 * @param message the words that follow the field's path
 * @param field the path, such as {@code spec.steps[0].hold}
 */
public record Fault(String reason, String message, String field) {
    static final String INVALID = "FieldValueInvalid";

    static Fault invalid(String field, String value, String words) {
        return new Fault(INVALID, "Invalid value: " + value + ": " + words, field);
    }

    /** Whether rules are not looked at while there is such a fault: the object's shape itself is wrong. */
    boolean blocksRules() {
        return !reason.equals(INVALID);
    }
}
