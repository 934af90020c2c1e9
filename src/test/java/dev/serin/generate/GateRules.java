package dev.serin.generate;

import static dev.serin.generate.Schema.number;
import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.AnalysisGate;

/** What the API server checks and fills in of {@code spec.analysis.gates}. */
final class GateRules {
    private static final String GATES = "spec.analysis.gates";
    private static final String GATE = GATES + "[]";
    private static final int MAX_NAME = 30;
    private static final int MAX_URL = 1024;
    private static final int MAX_QUERY = 2048;
    private static final int MAX_FAILURES = 100;

    private final Schema schema;

    GateRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at(GATES)
                .items(0, AnalysisGate.MOST)
                .defaults(Schema.list())
                .rule("self.all(g, self.exists_one(h, h.name == g.name))", "each gate needs a name of its own");
        schema.at(GATE)
                .rule(
                        "[has(self.prometheus), has(self.webhook), has(self.job)].filter(each, each).size() == 1",
                        "set exactly one of prometheus, webhook and job")
                .rule(
                        "!has(self.prometheus) || !('RolledBack' in self.when)",
                        "a Prometheus cannot be told that canary was sent back: use a webhook or a job for RolledBack")
                .rule(
                        "!has(self.job) || self.failureLimit == 0",
                        "a Job runs once: set backoffLimit in the CronJob and not failureLimit");
        schema.at(GATE + ".name")
                .length(1, MAX_NAME)
                .rule(
                        "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
                        "must be a name of lower case letters, digits and '-'");
        schema.at(GATE + ".when")
                .items(1, AnalysisGate.When.values().length)
                .defaults(Schema.tree(AnalysisGate.DEFAULT_WHEN))
                .rule("self.all(w, self.exists_one(v, v == w))", "name each point in time once");
        Durations.of(schema, GATE + ".interval", "1s", "1h").defaults(text(AnalysisGate.DEFAULT_INTERVAL));
        schema.at(GATE + ".failureLimit").between(0, MAX_FAILURES).defaults(number(AnalysisGate.DEFAULT_FAILURE_LIMIT));
        prometheus();
        webhook();
        job();
        byHand();
    }

    private void prometheus() {
        String field = GATE + ".prometheus";
        schema.at(field)
                .rule("has(self.min) || has(self.max)", "set min, max or both: nothing would fail else")
                .rule(
                        "!has(self.min) || !has(self.max) || double(self.min) <= double(self.max)",
                        "min must not be above max");
        schema.at(field + ".address")
                .length(1, MAX_URL)
                .rule(
                        "self.matches('^https?://[^/?#@ ]+(/[^?#@ ]*)?$')",
                        "must be a URL without a query, such as http://prometheus.monitoring:9090");
        schema.at(field + ".query").length(1, MAX_QUERY);
    }

    private void webhook() {
        String field = GATE + ".webhook";
        schema.at(field + ".url")
                .length(1, MAX_URL)
                .rule(
                        "self.matches('^https?://[^/?#@ ]+([/?][^#@ ]*)?$')",
                        "must be a URL such as http://gate.tools/check, without a user, a password or a fragment");
        Durations.of(schema, field + ".timeout", "1s", "1m").defaults(text(AnalysisGate.Webhook.DEFAULT_TIMEOUT));
    }

    private void job() {
        String field = GATE + ".job";
        schema.at(field + ".cronJob")
                .length(1, Rules.MAX_SUBDOMAIN)
                .rule(
                        "self.matches('" + Rules.DNS_SUBDOMAIN + "')",
                        "must be the name of a CronJob: lower case letters, digits, '-' and '.'");
        Durations.of(schema, field + ".timeout", "10s", "24h").defaults(text(AnalysisGate.Job.DEFAULT_TIMEOUT));
    }

    private void byHand() {
        schema.at("spec")
                .rule(
                        "!has(self.strategy.weight) || !has(self.analysis) || !has(self.analysis.gates)"
                                + " || self.analysis.gates.all(g, !('Start' in g.when) && !('Promotion' in g.when))",
                        "a weight that is set by hand waits for no gate: use steps, or Step and RolledBack in when",
                        ".analysis.gates");
    }
}
