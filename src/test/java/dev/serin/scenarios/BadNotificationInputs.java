package dev.serin.scenarios;

import static dev.serin.scenarios.BadInputs.BAD;

import dev.serin.scenarios.BadInputs.Case;
import java.util.List;

/** What the API refuses of {@code spec.notifications}, and its words. */
final class BadNotificationInputs {
    private static final String EVENTS = "type: CloudEvents, url: \"https://events.example.com\"";

    static final List<Case> REFUSED = List.of(
            notifications(
                    "a Slack webhook's URL for all to read",
                    "{name: a, type: Slack, url: \"https://hooks.slack.com/services/T/B/x\"}",
                    BAD
                            + "spec.notifications[0]: Invalid value: \"object\": whoever knows a Slack webhook's URL may write"
                            + " there: put it into a Secret and name that in secretRef"),
            notifications(
                    "a notification to nowhere",
                    "{name: a, type: CloudEvents}",
                    BAD + "spec.notifications[0]: Invalid value: \"object\": set exactly one of url and secretRef"),
            notifications(
                    "a URL with a password",
                    "{name: a, type: CloudEvents, url: \"https://me:pass@events.example.com\"}",
                    BAD + "spec.notifications[0].url: Invalid value: \"string\": must be a URL such as"
                            + " https://events.example.com/serin, without a user or a password"),
            notifications(
                    "two of one name",
                    "{name: a, " + EVENTS + "}, {name: a, " + EVENTS + "}",
                    BAD + "spec.notifications: Invalid value: \"array\": give each notification a name of its own"),
            notifications(
                    "a happening that there is not",
                    "{name: a, " + EVENTS + ", when: [Lunch]}",
                    BadInputs.misshapen("spec.notifications[0].when[0]: Unsupported value: \"Lunch\": supported values:"
                            + " \"Promoted\", \"RolledBack\", \"Stalled\", \"Started\", \"StepReached\","
                            + " \"WaitingForApproval\"")),
            notifications(
                    "too many of them",
                    "{name: a, %1$s}, {name: b, %1$s}, {name: c, %1$s}, {name: d, %1$s}, {name: e, %1$s}, {name: f, %1$s}"
                            .formatted(EVENTS),
                    BadInputs.misshapen("spec.notifications: Too many: 6: must have at most 5 items")));

    private BadNotificationInputs() {}

    private static Case notifications(String what, String notifications, String answer) {
        return new Case(what, "strategy:", "notifications: [" + notifications + "]\n  strategy:", answer);
    }
}
