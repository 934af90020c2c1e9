package dev.serin.scenarios;

import java.util.List;

/** What the API refuses, and its words, which are those of a real API server. */
final class BadInputs {
    static final String GOOD = """
            apiVersion: serin.dev/v1alpha1
            kind: CanaryRelease
            metadata: {name: NAME}
            spec:
              targetRef: {name: reporter}
              canaryRef: {name: reporter-v2}
              service: {name: reporter, port: 9090, protocol: GRPC}
              strategy: {weight: 10}
            """;

    static final String BAD = "The CanaryRelease \"bad\" is invalid: ";
    static final String UNREADABLE =
            "Error from server (BadRequest): error when creating FILE: CanaryRelease in version \"v1alpha1\" cannot be"
                    + " handled as a CanaryRelease: strict decoding error: ";
    private static final String NAME_OF_57 = "a".repeat(57);

    static final String NOT_CHECKED =
            "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid;"
                    + " correct the existing errors to complete validation";

    /** What kubectl prints of several faults. */
    static String faults(String... faults) {
        return BAD + "\n* " + String.join("\n* ", faults);
    }

    /** What kubectl prints of a fault that leaves the rules unchecked. */
    static String misshapen(String fault) {
        return faults(fault, NOT_CHECKED);
    }

    /** One change to a good resource, and all that kubectl has to say to it. */
    record Case(String what, String find, String put, String answer) {}

    static final List<Case> REFUSED = List.of(
            new Case(
                    "weight above the total",
                    "weight: 10",
                    "weight: 101",
                    BAD
                            + "spec.strategy.weight: Invalid value: \"object\": weight is above"
                            + " traffic.totalWeight, which is 100 unless set: lower it, or raise the total"),
            new Case(
                    "negative weight",
                    "weight: 10",
                    "weight: -1",
                    BAD
                            + "spec.strategy.weight: Invalid value: -1: spec.strategy.weight in body should be"
                            + " greater than or equal to 0"),
            new Case(
                    "weight that is no number",
                    "weight: 10",
                    "weight: ten",
                    misshapen(
                            "spec.strategy.weight: Invalid value: \"string\": spec.strategy.weight in body must be of type"
                                    + " integer: \"string\"")),
            new Case(
                    "steps that fall",
                    "weight: 10",
                    "steps: [{weight: 50}, {weight: 20}]",
                    BAD + "spec.strategy.steps: Invalid value: \"array\": weights must rise from step to step"),
            new Case(
                    "steps that stay",
                    "weight: 10",
                    "steps: [{weight: 50}, {weight: 50}]",
                    BAD + "spec.strategy.steps: Invalid value: \"array\": weights must rise from step to step"),
            new Case(
                    "no steps",
                    "weight: 10",
                    "steps: []",
                    BAD
                            + "spec.strategy.steps: Invalid value: 0: spec.strategy.steps in body should have at"
                            + " least 1 items"),
            new Case(
                    "a step above the total",
                    "weight: 10",
                    "steps: [{weight: 101}]",
                    BAD
                            + "spec.strategy.steps: Invalid value: \"object\": a step is above"
                            + " traffic.totalWeight, which is 100 unless set: lower it, or raise the total"),
            new Case(
                    "a step of nothing",
                    "weight: 10",
                    "steps: [{weight: 0}]",
                    BAD
                            + "spec.strategy.steps[0].weight: Invalid value: 0: spec.strategy.steps[0].weight in"
                            + " body should be greater than or equal to 1"),
            new Case(
                    "both weight and steps",
                    "weight: 10",
                    "weight: 10, steps: [{weight: 20}]",
                    BAD + "spec.strategy: Invalid value: \"object\": set exactly one of weight and steps"),
            new Case(
                    "neither weight nor steps",
                    "{weight: 10}",
                    "{}",
                    BAD + "spec.strategy: Invalid value: \"object\": set exactly one of weight and steps"),
            new Case(
                    "a hold that is no duration",
                    "weight: 10",
                    "steps: [{weight: 5, hold: soon}]",
                    BAD
                            + "spec.strategy.steps[0].hold: Invalid value: \"string\": must be a duration such as"
                            + " 30s, 10m or 1h30m"),
            new Case(
                    "a negative hold",
                    "weight: 10",
                    "steps: [{weight: 5, hold: -3s}]",
                    BAD
                            + "spec.strategy.steps[0].hold: Invalid value: \"string\": must be a duration such as"
                            + " 30s, 10m or 1h30m"),
            new Case(
                    "a deadline that is no duration",
                    "strategy:",
                    "progressDeadline: 10 minutes\n  strategy:",
                    BAD + "spec.progressDeadline: Invalid value: \"string\": must be a duration such as"
                            + " 30s, 10m or 1h30m"),
            new Case(
                    "unknown protocol",
                    "GRPC",
                    "TCP",
                    misshapen("spec.service.protocol: Unsupported value: \"TCP\": "
                            + "supported values: \"GRPC\", \"HTTP2\", \"HTTP\"")),
            new Case(
                    "unknown exposure",
                    "protocol: GRPC",
                    "exposure: Public",
                    misshapen(
                            "spec.service.exposure: Unsupported value: \"Public\": supported values: \"Takeover\", \"Separate\"")),
            new Case(
                    "targetRef equal to canaryRef",
                    "reporter-v2",
                    "reporter",
                    BAD
                            + "spec.canaryRef.name: Invalid value: \"object\": canaryRef must name another"
                            + " Deployment than targetRef"),
            new Case(
                    "a Deployment's name that is none",
                    "reporter-v2",
                    "Reporter_2",
                    BAD
                            + "spec.canaryRef.name: Invalid value: \"string\": must be the name of a Deployment:"
                            + " lower case letters, digits, '-' and '.'"),
            new Case(
                    "another kind than Deployment",
                    "{name: reporter-v2}",
                    "{kind: Pod, name: x}",
                    misshapen("spec.canaryRef.kind: Unsupported value: \"Pod\": supported values: \"Deployment\"")),
            new Case(
                    "no targetRef",
                    "targetRef: {name: reporter}",
                    "paused: false",
                    misshapen("spec.targetRef: Required value")),
            new Case("no port", "port: 9090, ", "", misshapen("spec.service.port: Required value")),
            new Case(
                    "a port that is none",
                    "9090",
                    "70000",
                    BAD
                            + "spec.service.port: Invalid value: 70000: spec.service.port in body should be less"
                            + " than or equal to 65535"),
            new Case(
                    "a total of nothing",
                    "strategy:",
                    "traffic: {totalWeight: 0}\n  strategy:",
                    faults(
                            "spec.traffic.totalWeight: Invalid value: 0: spec.traffic.totalWeight in body should"
                                    + " be greater than or equal to 1",
                            "spec.strategy.weight: Invalid value: \"object\": weight is above traffic.totalWeight, which is 100 unless set: lower it, or raise the total")),
            new Case(
                    "a total too large",
                    "strategy:",
                    "traffic: {totalWeight: 1000001}\n  strategy:",
                    BAD
                            + "spec.traffic.totalWeight: Invalid value: 1000001: spec.traffic.totalWeight in body"
                            + " should be less than or equal to 1000000"),
            new Case(
                    "an unknown split",
                    "strategy:",
                    "traffic: {split: Fair}\n  strategy:",
                    misshapen("spec.traffic.split: Unsupported value: \"Fair\": supported values: \"Exact\","
                            + " \"Random\", \"Sticky\"")),
            new Case(
                    "no proxies",
                    "strategy:",
                    "proxy: {replicas: 0}\n  strategy:",
                    BAD
                            + "spec.proxy.replicas: Invalid value: 0: spec.proxy.replicas in body should be"
                            + " greater than or equal to 1"),
            new Case(
                    "a grace of days",
                    "strategy:",
                    "rebalance: {streamGracePeriod: 48h}\n  strategy:",
                    BAD
                            + "spec.rebalance.streamGracePeriod: Invalid value: \"string\": must be from 1s to 1h: a"
                            + " proxy that stops waits for its streams as long"),
            new Case(
                    "connections of no age",
                    "strategy:",
                    "rebalance: {maxConnectionAge: 0s}\n  strategy:",
                    BAD
                            + "spec.rebalance.maxConnectionAge: Invalid value: \"string\": must be 1s or more: each"
                            + " client re-dials that often; leave it out to let connections be"),
            new Case(
                    "a trigger twice",
                    "strategy:",
                    "rebalance: {triggers: [ProxyScale, ProxyScale]}\n  strategy:",
                    BAD + "spec.rebalance.triggers: Invalid value: \"array\": name each trigger once"),
            new Case(
                    "an empty image",
                    "strategy:",
                    "proxy: {image: \"\"}\n  strategy:",
                    BAD
                            + "spec.proxy.image: Invalid value: \"\": spec.proxy.image in body should be at least"
                            + " 1 chars long"),
            new Case(
                    "a field that is not there",
                    "strategy:",
                    "wieght: 3\n  strategy:",
                    UNREADABLE + "unknown field \"spec.wieght\""),
            new Case(
                    "a name too long",
                    "NAME",
                    NAME_OF_57,
                    "The CanaryRelease \"" + NAME_OF_57 + "\" is invalid: "
                            + "<nil>: Invalid value: \"object\": metadata.name must have at most 56 characters:"
                            + " Services <name>-stable, <name>-canary and <name>-proxy are made from it"),
            new Case(
                    "a name that no Service can have",
                    "NAME",
                    "1bad",
                    "The CanaryRelease \"1bad\" is invalid: metadata.name: Invalid value: \"1bad\": metadata.name in body"
                            + " should match '^[a-z]([-a-z0-9]*[a-z0-9])?$'"));

    private BadInputs() {}
}
