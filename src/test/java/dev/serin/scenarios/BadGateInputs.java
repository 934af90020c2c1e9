package dev.serin.scenarios;

import static dev.serin.scenarios.BadInputs.BAD;
import static dev.serin.scenarios.BadInputs.misshapen;

import dev.serin.scenarios.BadInputs.Case;
import java.util.List;

/** What the API refuses of gates and of the schedule. */
final class BadGateInputs {
    private static final String GATE = BAD + "spec.analysis.gates[0]";

    private static final String ONE_OF = ": Invalid value: \"object\": set exactly one of prometheus, webhook and job";
    private static final String URL =
            ".webhook.url: Invalid value: \"string\": must be a URL such as http://gate.tools/check, without a user, a"
                    + " password or a fragment";

    static final List<Case> REFUSED = List.of(
            gates("a gate of nothing", "{name: g}", GATE + ONE_OF),
            gates("a gate of two", "{name: g, webhook: {url: 'http://a'}, job: {cronJob: a}}", GATE + ONE_OF),
            gates(
                    "two gates of a name",
                    "{name: g, job: {cronJob: a}}, {name: g, job: {cronJob: b}}",
                    BAD + "spec.analysis.gates: Invalid value: \"array\": each gate needs a name of its own"),
            gates(
                    "a gate's name with a capital",
                    "{name: G, job: {cronJob: a}}",
                    GATE + ".name: Invalid value: \"string\": must be a name of lower case letters, digits and '-'"),
            gates(
                    "a gate at no time",
                    "{name: g, when: [], job: {cronJob: a}}",
                    GATE + ".when: Invalid value: 0: spec.analysis.gates[0].when in body should have at least 1 items"),
            gates(
                    "a gate at a time that is none",
                    "{name: g, when: [End], job: {cronJob: a}}",
                    misshapen("spec.analysis.gates[0].when[0]: Unsupported value: \"End\": supported values:"
                            + " \"Promotion\", \"RolledBack\", \"Start\", \"Step\"")),
            gates(
                    "a query without limits",
                    "{name: g, prometheus: {address: 'http://p:9090', query: up}}",
                    GATE + ".prometheus: Invalid value: \"object\": set min, max or both: nothing would fail else"),
            gates(
                    "limits upside down",
                    "{name: g, prometheus: {address: 'http://p:9090', query: up, min: 1, max: 0.5}}",
                    GATE + ".prometheus: Invalid value: \"object\": min must not be above max"),
            gates(
                    "a Prometheus that is told of a rollback",
                    "{name: g, when: [RolledBack], prometheus: {address: 'http://p:9090', query: up, min: 1}}",
                    GATE
                            + ": Invalid value: \"object\": a Prometheus cannot be told that canary was sent back: use a"
                            + " webhook or a job for RolledBack"),
            gates(
                    "an address with a query",
                    "{name: g, prometheus: {address: 'http://p:9090/?a=b', query: up, min: 1}}",
                    GATE
                            + ".prometheus.address: Invalid value: \"string\": must be a URL without a query, such as"
                            + " http://prometheus.monitoring:9090"),
            gates("a webhook that is a file", "{name: g, webhook: {url: 'file:///etc/passwd'}}", GATE + URL),
            gates("a webhook with a password", "{name: g, webhook: {url: 'http://u:p@host/'}}", GATE + URL),
            gates(
                    "a webhook that may take an hour",
                    "{name: g, webhook: {url: 'http://a', timeout: 1h}}",
                    GATE + ".webhook.timeout: Invalid value: \"string\": must be from 1s to 1m"),
            gates(
                    "a Job that may not take time",
                    "{name: g, job: {cronJob: a, timeout: 1s}}",
                    GATE + ".job.timeout: Invalid value: \"string\": must be from 10s to 24h"),
            gates(
                    "a Job that may fail",
                    "{name: g, failureLimit: 1, job: {cronJob: a}}",
                    GATE
                            + ": Invalid value: \"object\": a Job runs once: set backoffLimit in the CronJob and not"
                            + " failureLimit"),
            gates(
                    "a gate that is asked all the time",
                    "{name: g, interval: 100ms, webhook: {url: 'http://a'}}",
                    GATE + ".interval: Invalid value: \"string\": must be from 1s to 1h"),
            new Case(
                    "a gate that a weight by hand would wait for",
                    "strategy:",
                    "analysis: {gates: [{name: g, when: [Start], job: {cronJob: a}}]}\n  strategy:",
                    BAD
                            + "spec.analysis.gates: Invalid value: \"object\": a weight that is set by hand waits for no"
                            + " gate: use steps, or Step and RolledBack in when"),
            schedule(
                    "hours that are none",
                    "hours: 9-17",
                    BAD
                            + "spec.schedule.hours: Invalid value: \"string\": must be hours such as 09:00-17:00 or 22:00-04:00"),
            schedule(
                    "hours of no length",
                    "hours: '09:00-09:00'",
                    BAD
                            + "spec.schedule.hours: Invalid value: \"string\": must not begin and end at once: leave hours"
                            + " out for the whole day"),
            schedule(
                    "no days",
                    "days: []",
                    BAD
                            + "spec.schedule.days: Invalid value: 0: spec.schedule.days in body should have at least 1 items"),
            schedule(
                    "a day twice",
                    "days: [Mon, Mon]",
                    BAD + "spec.schedule.days: Invalid value: \"array\": name each day once"),
            schedule(
                    "a day that is none",
                    "days: [Monday]",
                    misshapen(
                            "spec.schedule.days[0]: Unsupported value: \"Monday\": supported values: \"Fri\", \"Mon\","
                                    + " \"Sat\", \"Sun\", \"Thu\", \"Tue\", \"Wed\"")),
            schedule(
                    "a time zone with blanks",
                    "timeZone: Central European Time",
                    BAD
                            + "spec.schedule.timeZone: Invalid value: \"string\": must be a time zone such as Europe/Berlin"
                            + " or UTC"));

    private BadGateInputs() {}

    private static Case gates(String what, String gates, String answer) {
        return new Case(what, "strategy:", "analysis: {gates: [" + gates + "]}\n  strategy:", answer);
    }

    private static Case schedule(String what, String schedule, String answer) {
        return new Case(what, "strategy:", "schedule: {" + schedule + "}\n  strategy:", answer);
    }
}
