package dev.serin.scenarios;

import static dev.serin.scenarios.BadInputs.BAD;
import static dev.serin.scenarios.BadInputs.misshapen;

import java.util.List;

/** What the API refuses of what follows a takeover of the Service. */
final class BadTakeoverInputs {
    private static final String CLIENTS = BAD
            + "spec.rebalance: Invalid value: \"object\": clients goes with onTakeover: RestartClients: set both, or"
            + " neither";

    static final List<BadInputs.Case> REFUSED = List.of(
            new BadInputs.Case(
                    "a restart of a target that is never changed",
                    "strategy:",
                    "rebalance: {onTakeover: RestartTarget}\n  strategy:",
                    BAD
                            + "spec.rebalance.onTakeover: Invalid value: \"object\": onTakeover: RestartTarget goes without"
                            + " canaryRef only, as with it the target is never changed: set None or RestartClients"),
            new BadInputs.Case(
                    "clients that are not restarted",
                    "strategy:",
                    "rebalance: {clients: [{name: gateway}]}\n  strategy:",
                    CLIENTS),
            new BadInputs.Case(
                    "a restart of no clients",
                    "strategy:",
                    "rebalance: {onTakeover: RestartClients}\n  strategy:",
                    CLIENTS),
            new BadInputs.Case(
                    "a client twice",
                    "strategy:",
                    "rebalance: {onTakeover: RestartClients, clients: [{name: gateway}, {name: gateway}]}\n  strategy:",
                    BAD + "spec.rebalance.clients: Invalid value: \"array\": name each client once"),
            new BadInputs.Case(
                    "a client without a name",
                    "strategy:",
                    "rebalance: {onTakeover: RestartClients, clients: [{kind: Deployment}]}\n  strategy:",
                    misshapen("spec.rebalance.clients[0].name: Required value")),
            new BadInputs.Case(
                    "an unknown way",
                    "strategy:",
                    "rebalance: {onTakeover: Restart}\n  strategy:",
                    misshapen("spec.rebalance.onTakeover: Unsupported value: \"Restart\": supported values:"
                            + " \"RestartTarget\", \"RestartClients\", \"None\"")));

    private BadTakeoverInputs() {}
}
