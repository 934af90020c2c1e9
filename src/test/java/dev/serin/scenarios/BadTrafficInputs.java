package dev.serin.scenarios;

import dev.serin.scenarios.BadInputs.Case;
import java.util.List;

/** What the API refuses of {@code spec.traffic}, and its words. */
final class BadTrafficInputs {
    private static final String BAD = "The CanaryRelease \"bad\" is invalid: ";

    static final List<Case> REFUSED = List.of(
            traffic(
                    "a sticky split without what it sticks to",
                    "split: Sticky",
                    BAD + "spec.traffic: Invalid value: \"object\": split Sticky and the field sticky go together: set"
                            + " both or neither"),
            traffic(
                    "sticky without a sticky split",
                    "sticky: {header: x-user}",
                    BAD + "spec.traffic: Invalid value: \"object\": split Sticky and the field sticky go together: set"
                            + " both or neither"),
            traffic(
                    "both header and cookie",
                    "split: Sticky, sticky: {header: x-user, cookie: {name: who}}",
                    BAD + "spec.traffic.sticky: Invalid value: \"object\": set exactly one of header and cookie"),
            traffic(
                    "a cookie that lives for no duration",
                    "split: Sticky, sticky: {cookie: {name: who, ttl: forever}}",
                    BAD + "spec.traffic.sticky.cookie.ttl: Invalid value: \"string\": must be a duration such as 1h or"
                            + " 720h"),
            traffic(
                    "a header in upper case",
                    "split: Sticky, sticky: {header: X-User}",
                    BAD
                            + "spec.traffic.sticky.header: Invalid value: \"X-User\": spec.traffic.sticky.header in body should"
                            + " match '^[a-z0-9!#$%&'*+.^_`|~-]+$'"),
            traffic(
                    "a match of nothing",
                    "canaryMatches: [{}]",
                    BAD + "spec.traffic.canaryMatches[0]: Invalid value: \"object\": set headers, method or both"),
            traffic(
                    "a header match without a value",
                    "canaryMatches: [{headers: [{name: x-a}]}]",
                    BAD
                            + "spec.traffic.canaryMatches[0].headers[0]: Invalid value: \"object\": set value, unless type is"
                            + " Present, which has none"),
            traffic(
                    "a header match of an unknown type",
                    "canaryMatches: [{headers: [{name: x-a, type: Suffix, value: b}]}]",
                    BadInputs.misshapen(
                            "spec.traffic.canaryMatches[0].headers[0].type: Unsupported value: \"Suffix\": supported values:"
                                    + " \"Exact\", \"Prefix\", \"Regex\", \"Present\"")),
            traffic(
                    "a method match of nothing",
                    "canaryMatches: [{method: {}}]",
                    BAD
                            + "spec.traffic.canaryMatches[0].method: Invalid value: \"object\": set service, method or both"),
            traffic(
                    "more copies than requests",
                    "mirror: {percent: 101}",
                    BAD + "spec.traffic.mirror.percent: Invalid value: 101: spec.traffic.mirror.percent in body should"
                            + " be less than or equal to 100"),
            traffic(
                    "copies of no percentage",
                    "mirror: {}",
                    BadInputs.misshapen("spec.traffic.mirror.percent: Required value")));

    private BadTrafficInputs() {}

    private static Case traffic(String what, String traffic, String answer) {
        return new Case(what, "strategy:", "traffic: {" + traffic + "}\n  strategy:", answer);
    }
}
