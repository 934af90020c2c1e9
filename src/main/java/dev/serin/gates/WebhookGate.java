package dev.serin.gates;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.api.v1alpha1.AnalysisGate.Webhook;
import dev.serin.api.v1alpha1.GoDuration;
import dev.serin.plan.GateQuestion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Asks a URL by POST. What the answer says is never read, only its status. */
final class WebhookGate {
    /**
     * Says nothing of canary: not yet, too many requests, or the word of somebody in between. A gate of Flagger's that is
     * closed answers 403.
     */
    private static final Set<Integer> UNCLEAR = Set.of(401, 403, 404, 407, 408, 409, 425, 429, 502, 503, 504);

    private final HttpCalls http;

    WebhookGate(HttpCalls http) {
        this.http = http;
    }

    Reply ask(Subject subject, GateQuestion question, Webhook gate) {
        byte[] json = body(subject, question).toString().getBytes(StandardCharsets.UTF_8);
        try {
            int status = http.post(URI.create(gate.url()), json, GoDuration.parse(gate.timeout()));
            String words = "the webhook answered " + status;
            return status / 100 == 2
                    ? Reply.passed(words)
                    : status / 100 == 3 || UNCLEAR.contains(status) ? Reply.inconclusive(words) : Reply.failed(words);
        } catch (HttpCalls.NoAnswerException e) {
            return Reply.inconclusive("the webhook: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Reply.inconclusive("the webhook's url is no URL");
        }
    }

    /** {@code name}, {@code namespace}, {@code phase}, {@code checksum} and {@code metadata} are as Flagger sends them. */
    static ObjectNode body(Subject subject, GateQuestion question) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", subject.context().name());
        body.put("namespace", subject.context().namespace());
        body.put(
                "phase",
                switch (question.when()) {
                    case Start, Step -> "Progressing";
                    case Promotion -> "WaitingPromotion";
                    case RolledBack -> "Failed";
                });
        body.put("checksum", JobGate.checksum(subject, question));
        body.put("gate", question.gate().name());
        body.put("when", question.when().name());
        body.put("revision", question.point().revision());
        subject.image().ifPresent(image -> body.put("image", image));
        body.put("weight", question.point().weight());
        body.put("totalWeight", question.point().total());
        if (!question.point().why().isEmpty()) {
            body.put("reason", question.point().why());
        }
        return body;
    }
}
