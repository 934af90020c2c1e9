package dev.serin.generate;

/** What the API server checks of a field that is a duration. */
final class Durations {
    private Durations() {}

    /** Within bounds, both included. */
    static Schema.Field of(Schema schema, String field, String least, String most) {
        return schema.at(field)
                .length(1, Rules.MAX_DURATION)
                .rule("self.matches('" + Rules.DURATION + "')", "must be a duration such as 500ms, 30s or 5m")
                .rule(
                        Rules.unlessMalformed("duration(self) >= duration('%s') && duration(self) <= duration('%s')"
                                .formatted(least, most)),
                        "must be from %s to %s".formatted(least, most));
    }
}
