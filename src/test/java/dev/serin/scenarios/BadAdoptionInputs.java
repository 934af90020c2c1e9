package dev.serin.scenarios;

import static dev.serin.scenarios.BadInputs.BAD;
import static dev.serin.scenarios.BadInputs.misshapen;

import java.util.List;

/** What the API refuses of releases whose target is adopted in place. */
final class BadAdoptionInputs {
    private static final String CANARY_REF = "canaryRef: {name: reporter-v2}";
    private static final String REPLICAS =
            BAD + "spec.canary: Invalid value: \"object\": replicas goes with scale: Fixed: set both, or neither";

    static final List<BadInputs.Case> REFUSED = List.of(
            new BadInputs.Case(
                    "canary beside canaryRef",
                    "strategy:",
                    "canary: {scale: Match}\n  strategy:",
                    BAD
                            + "spec.canary: Invalid value: \"object\": canary is about the Deployment that Serin makes where"
                            + " there is no canaryRef: set the one or the other"),
            new BadInputs.Case(
                    "rollback beside canaryRef",
                    "strategy:",
                    "rollback: {keep: 1h}\n  strategy:",
                    BAD
                            + "spec.rollback: Invalid value: \"object\": rollback is about the Deployment that Serin makes where"
                            + " there is no canaryRef: set the one or the other"),
            new BadInputs.Case(
                    "a rejected canary kept for years",
                    CANARY_REF,
                    "rollback: {keep: 9000h}",
                    BAD + "spec.rollback.keep: Invalid value: \"string\": must be from 0s to 168h"),
            new BadInputs.Case("a fixed size of none", CANARY_REF, "canary: {scale: Fixed}", REPLICAS),
            new BadInputs.Case("a size that is not fixed", CANARY_REF, "canary: {replicas: 2}", REPLICAS),
            new BadInputs.Case(
                    "a canary of no pods",
                    CANARY_REF,
                    "canary: {scale: Fixed, replicas: 0}",
                    BAD
                            + "spec.canary.replicas: Invalid value: 0: spec.canary.replicas in body should be greater"
                            + " than or equal to 1"),
            new BadInputs.Case(
                    "an unknown scale",
                    CANARY_REF,
                    "canary: {scale: Big}",
                    misshapen(
                            "spec.canary.scale: Unsupported value: \"Big\": supported values: \"ByWeight\", \"Match\","
                                    + " \"Fixed\"")));

    private BadAdoptionInputs() {}
}
