package dev.serin.generate;

import static dev.serin.generate.Schema.number;
import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.CanaryReleaseSpec;
import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.api.v1alpha1.ProxySpec;
import dev.serin.api.v1alpha1.Rebalance;
import dev.serin.api.v1alpha1.Schedule;
import dev.serin.api.v1alpha1.Step;
import dev.serin.api.v1alpha1.Strategy;
import dev.serin.api.v1alpha1.Traffic;

/**
 * All that the API server checks and fills in, in one list: bounds, defaults, and the rules across fields with the words
 * that their author reads.
 *
 * <p>They stand here and not as annotations on the records, because the generator writes a rule on a record's component
 * twice, which a real API server refuses, and because a rule across fields is read best beside the others.
 */
final class Rules {
    private static final String IMMUTABLE = "is immutable: delete the CanaryRelease and create it anew";
    static final String DURATION = GoDuration.PATTERN.replace("\\", "\\\\");
    static final String DNS_SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
    private static final String DNS_LABEL = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
    static final int MAX_SUBDOMAIN = 253;
    private static final int MAX_LABEL = 63;
    static final int MAX_DURATION = 32;
    private static final int MAX_HOURS = 11;

    private final Schema schema;

    Rules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        name();
        deployments();
        new AdoptionRules(schema).apply();
        service();
        strategy();
        traffic();
        new AnalysisRules(schema).apply();
        rebalance();
        proxy();
        schema.at("spec.progressDeadline").defaults(text(CanaryReleaseSpec.DEFAULT_PROGRESS_DEADLINE));
        duration("spec.progressDeadline");
        schema.at("spec.paused").defaults(Schema.flag(false));
        schema.at("spec.skipAnalysis").defaults(Schema.flag(false));
        schedule();
        status();
    }

    private void name() {
        schema.root()
                .rule(
                        "self.metadata.name.size() <= " + CanaryRelease.MAX_NAME_LENGTH,
                        "metadata.name must have at most %d characters: Services <name>-stable, <name>-canary and <name>-proxy are made from it"
                                .formatted(CanaryRelease.MAX_NAME_LENGTH));
        // A rule with a pattern would exceed the cost budget: the server takes a name for as long as a request.
        schema.at("metadata.name").pattern(DNS_LABEL);
    }

    private void deployments() {
        for (String field : new String[] {"spec.targetRef", "spec.canaryRef"}) {
            schema.at(field + ".apiVersion")
                    .only(DeploymentReference.API_VERSION)
                    .defaults(text(DeploymentReference.API_VERSION));
            schema.at(field + ".kind").only(DeploymentReference.KIND).defaults(text(DeploymentReference.KIND));
            schema.at(field + ".name")
                    .length(1, MAX_SUBDOMAIN)
                    .rule(
                            "self.matches('" + DNS_SUBDOMAIN + "')",
                            "must be the name of a Deployment: lower case letters, digits, '-' and '.'");
        }
        schema.at("spec.targetRef").rule("self == oldSelf", "targetRef " + IMMUTABLE);
        schema.at("spec")
                .rule(
                        "!has(self.canaryRef) || self.targetRef.name != self.canaryRef.name",
                        "canaryRef must name another Deployment than targetRef",
                        ".canaryRef.name");
    }

    private void service() {
        schema.at("spec.service").rule("self == oldSelf", "service " + IMMUTABLE);
        schema.at("spec.service.name")
                .length(1, MAX_LABEL)
                .rule(
                        "self.matches('" + DNS_LABEL + "')",
                        "must be the name of a Service: it begins with a letter and holds lower case letters, digits and '-'");
        schema.at("spec.service.port").between(1, 65535);
        schema.at("spec.service.protocol").only("GRPC", "HTTP2", "HTTP").defaults(text("GRPC"));
        schema.at("spec.service.exposure").only("Separate").defaults(text("Separate"));
    }

    private void strategy() {
        schema.at("spec.strategy").rule("has(self.weight) != has(self.steps)", "set exactly one of weight and steps");
        schema.at("spec.strategy.weight").between(0, Traffic.MAX_TOTAL_WEIGHT);
        schema.at("spec.strategy.steps")
                .items(1, Strategy.MAX_STEPS)
                .rule(
                        "self.map(s, s.weight).isSorted() && self.all(s, self.exists_one(t, t.weight == s.weight))",
                        "weights must rise from step to step");
        schema.at("spec.strategy.steps[].weight").between(1, Traffic.MAX_TOTAL_WEIGHT);
        schema.at("spec.strategy.steps[].hold").defaults(text(Step.DEFAULT_HOLD));
        duration("spec.strategy.steps[].hold");
        schema.at("spec.strategy.steps[].approval").only("None", "Required").defaults(text("None"));
        schema.at("spec")
                .rule(
                        "!has(self.strategy.weight) || self.strategy.weight <= self.traffic.totalWeight",
                        "weight is above traffic.totalWeight, which is 100 unless set: lower it, or raise the total",
                        ".strategy.weight")
                .rule(
                        "!has(self.strategy.steps) || self.strategy.steps.all(s, s.weight <= self.traffic.totalWeight)",
                        "a step is above traffic.totalWeight, which is 100 unless set: lower it, or raise the total",
                        ".strategy.steps");
    }

    private void duration(String field) {
        schema.at(field)
                .length(1, MAX_DURATION)
                .rule("self.matches('" + DURATION + "')", "must be a duration such as 30s, 10m or 1h30m");
    }

    private void traffic() {
        new TrafficRules(schema).apply();
        schema.at("spec.traffic").defaults(Schema.object());
        schema.at("spec.traffic.totalWeight")
                .between(1, Traffic.MAX_TOTAL_WEIGHT)
                .defaults(number(Traffic.DEFAULT_TOTAL_WEIGHT));
    }

    private void rebalance() {
        schema.at("spec.rebalance").defaults(Schema.object());
        schema.at("spec.rebalance.triggers")
                .items(0, 2)
                .defaults(Schema.tree(Rebalance.DEFAULT_TRIGGERS))
                .rule("self.all(t, self.exists_one(u, u == t))", "name each trigger once");
        duration("spec.rebalance.maxConnectionAge");
        schema.at("spec.rebalance.maxConnectionAge")
                .rule(
                        unlessMalformed("duration(self) >= duration('1s')"),
                        "must be 1s or more: each client re-dials that often; leave it out to let connections be");
        schema.at("spec.rebalance.streamGracePeriod").defaults(text(Rebalance.DEFAULT_STREAM_GRACE_PERIOD));
        duration("spec.rebalance.streamGracePeriod");
        schema.at("spec.rebalance.streamGracePeriod")
                .rule(
                        unlessMalformed("duration(self) >= duration('1s') && duration(self) <= duration('1h')"),
                        "must be from 1s to 1h: a proxy that stops waits for its streams as long");
    }

    /** So that something that is no duration gets one message and not two. */
    static String unlessMalformed(String rule) {
        return "!self.matches('" + DURATION + "') || " + rule;
    }

    private void proxy() {
        schema.at("spec.proxy").defaults(Schema.object());
        schema.at("spec.proxy.replicas")
                .between(1, ProxySpec.MAX_REPLICAS)
                .defaults(number(ProxySpec.DEFAULT_REPLICAS));
        schema.at("spec.proxy.image").length(1, 1024).defaults(text(ProxySpec.DEFAULT_IMAGE));
        schema.at("spec.proxy.accessLog").only("None", "JSON").defaults(text("None"));
        schema.at("spec.proxy.resources").without("claims").defaults(Schema.tree(ProxySpec.DEFAULT_RESOURCES));
    }

    private void schedule() {
        schema.at("spec.schedule.days")
                .items(1, Schedule.DEFAULT_DAYS.size())
                .defaults(Schema.tree(Schedule.DEFAULT_DAYS))
                .rule("self.all(d, self.exists_one(e, e == d))", "name each day once");
        schema.at("spec.schedule.hours")
                .length(1, MAX_HOURS)
                .defaults(text(Schedule.DEFAULT_HOURS))
                .rule("self.matches('" + Schedule.HOURS + "')", "must be hours such as 09:00-17:00 or 22:00-04:00")
                .rule(
                        "!self.matches('" + Schedule.HOURS + "') || self.split('-')[0] != self.split('-')[1]",
                        "must not begin and end at once: leave hours out for the whole day");
        schema.at("spec.schedule.timeZone")
                .length(1, MAX_LABEL)
                .defaults(text(Schedule.DEFAULT_TIME_ZONE))
                .rule("self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$')", "must be a time zone such as Europe/Berlin or UTC");
    }

    private void status() {
        schema.at("status.conditions")
                .mapBy("type")
                .require("type", "status", "reason", "message", "lastTransitionTime");
        for (String field : new String[] {
            "weights.since",
            "rebalance.startedAt",
            "rebalance.finishedAt",
            "rebalance.turnSince",
            "walk.heldSince",
            "walk.heldUntil",
            "blockedSince",
            "adoption.since",
            "adoption.drainingSince",
            "analysis.since",
            "analysis.gates[].at",
            "failure.at",
            "history[].from",
            "history[].to",
            "conditions[].lastTransitionTime"
        }) {
            schema.at("status." + field).format("date-time");
        }
        schema.at("status.conditions[].status").only("True", "False", "Unknown");
        schema.at("status.observedGeneration").format("int64");
        // As a whole: server-side apply keeps the order of a map's entries, and another order would be written for
        // ever.
        schema.at("status.rebalance.proxies").atomic().require("name");
        schema.at("status.analysis.gates").atomic().require("name", "when", "state", "message", "at");
        schema.at("status.history").atomic().require("revision", "from", "outcome");
    }
}
