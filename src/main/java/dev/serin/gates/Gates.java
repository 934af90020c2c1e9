package dev.serin.gates;

import dev.serin.plan.GateQuestion;

/** Asks each gate in its own way. */
final class Gates implements Asking {
    private final PrometheusGate prometheus;
    private final WebhookGate webhooks;
    private final JobGate jobs;

    Gates(PrometheusGate prometheus, WebhookGate webhooks, JobGate jobs) {
        this.prometheus = prometheus;
        this.webhooks = webhooks;
        this.jobs = jobs;
    }

    @Override
    public Reply ask(Subject subject, GateQuestion question) {
        var gate = question.gate();
        if (gate.prometheus() != null) {
            return prometheus.ask(gate.prometheus());
        } else if (gate.webhook() != null) {
            return webhooks.ask(subject, question, gate.webhook());
        } else if (gate.job() != null) {
            return jobs.look(subject, question, gate.job());
        }
        return Reply.inconclusive("it has neither prometheus nor webhook nor job");
    }
}
