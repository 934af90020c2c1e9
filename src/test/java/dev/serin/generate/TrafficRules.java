package dev.serin.generate;

import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.CanaryMatch;
import dev.serin.api.v1alpha1.Sticky;
import dev.serin.api.v1alpha1.Traffic;

/** What the API server checks and fills in of {@code spec.traffic}, besides the total. */
final class TrafficRules {
    /** RFC 9110's token, in lower case as HTTP/2 and gRPC have it. */
    private static final String HEADER = "^[a-z0-9!#$%&'*+.^_`|~-]+$";

    private static final int MAX_NAME = 256;
    private static final int MAX_VALUE = 1024;

    private final Schema schema;

    TrafficRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at("spec.traffic")
                .rule(
                        "(has(self.split) && self.split == 'Sticky') == has(self.sticky)",
                        "split Sticky and the field sticky go together: set both or neither");
        schema.at("spec.traffic.split").only("Exact", "Random", "Sticky").defaults(text("Exact"));
        schema.at("spec.traffic.shield").defaults(Schema.flag(false));
        schema.at("spec.traffic.mirror.percent").between(1, 100);
        sticky();
        matches();
    }

    private void sticky() {
        schema.at("spec.traffic.sticky")
                .rule("has(self.header) != has(self.cookie)", "set exactly one of header and cookie");
        schema.at("spec.traffic.sticky.header").length(1, MAX_NAME).pattern(HEADER);
        schema.at("spec.traffic.sticky.cookie.name").length(1, MAX_NAME).pattern("^[A-Za-z0-9_-]+$");
        schema.at("spec.traffic.sticky.cookie.ttl")
                .defaults(text(Sticky.Cookie.DEFAULT_TTL))
                .length(1, Rules.MAX_DURATION)
                .rule("self.matches('" + Rules.DURATION + "')", "must be a duration such as 1h or 720h");
    }

    private void matches() {
        String match = "spec.traffic.canaryMatches[]";
        schema.at("spec.traffic.canaryMatches").items(1, Traffic.MAX_MATCHES);
        schema.at(match).rule("has(self.headers) || has(self.method)", "set headers, method or both");
        schema.at(match + ".headers").items(1, CanaryMatch.MAX_HEADERS);
        schema.at(match + ".headers[]")
                .rule(
                        "(self.type == 'Present') != has(self.value)",
                        "set value, unless type is Present, which has none");
        schema.at(match + ".headers[].type")
                .only("Exact", "Prefix", "Regex", "Present")
                .defaults(text("Exact"));
        schema.at(match + ".headers[].name").length(1, MAX_NAME).pattern(HEADER);
        schema.at(match + ".headers[].value").length(0, MAX_VALUE);
        schema.at(match + ".method").rule("has(self.service) || has(self.method)", "set service, method or both");
        schema.at(match + ".method.service").length(1, MAX_NAME).pattern("^[A-Za-z_][A-Za-z0-9_.]*$");
        schema.at(match + ".method.method").length(1, MAX_NAME).pattern("^[A-Za-z_][A-Za-z0-9_]*$");
    }
}
