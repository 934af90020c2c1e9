package dev.serin.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.api.v1alpha1.AnalysisGate;
import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.plan.GateQuestion;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a webhook's answer, and what it is sent. */
class WebhookGateTest {
    private static Reply ask(GateQuestion question) {
        return new WebhookGate(new HttpCalls(address -> true))
                .ask(
                        Questions.subject("u1"),
                        question,
                        Objects.requireNonNull(question.gate().webhook()));
    }

    @ParameterizedTest
    @CsvSource({
        "200, Passed",
        "204, Passed",
        "299, Passed",
        "301, Inconclusive",
        "302, Inconclusive",
        "307, Inconclusive",
        "401, Inconclusive",
        "403, Inconclusive",
        "404, Inconclusive",
        "407, Inconclusive",
        "408, Inconclusive",
        "409, Inconclusive",
        "425, Inconclusive",
        "429, Inconclusive",
        "502, Inconclusive",
        "503, Inconclusive",
        "504, Inconclusive",
        "400, Failed",
        "410, Failed",
        "412, Failed",
        "418, Failed",
        "422, Failed",
        "500, Failed",
        "501, Failed",
    })
    void aStatusSaysIt(int status, State state) throws Exception {
        try (Answering server = Answering.with(status, "secret")) {
            AnalysisGate gate = Questions.webhook(server.url() + "/gate?a=b");
            assertThat(ask(Questions.of(gate, When.Start, "a1")))
                    .isEqualTo(Reply.of(state, "the webhook answered " + status));
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (Answering other = Answering.with(200, "");
                Answering server = Answering.with("HTTP/1.1 307 Over\r\nLocation: " + other.url() + "\r\n\r\n")) {
            AnalysisGate gate = Questions.webhook(server.url());
            assertThat(ask(Questions.of(gate, When.Start, "a1")).state()).isEqualTo(State.Inconclusive);
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void itIsToldWhatItIsAbout() throws Exception {
        try (Answering server = Answering.with(200, "")) {
            AnalysisGate gate = Questions.webhook(server.url());
            ask(Questions.of(gate, When.Start, "a1"));
            ask(Questions.of(gate, When.Start, "a1"));
            ask(Questions.of(gate, When.Start, "a2"));
            ask(new GateQuestion(gate, When.RolledBack, new GateQuestion.Point("c2", "a1", 0, 100, "GateFailed: no")));
            JsonNode first = body(server.requests.getFirst());
            assertThat(first.path("checksum").asText()).hasSize(16);
            assertThat(first.toString())
                    .isEqualTo(("{'name':'reporter','namespace':'default','phase':'Progressing','checksum':'"
                                    + first.path("checksum").asText()
                                    + "','gate':'board','when':'Start','revision':'c2','image':'reporter:2','weight':0,"
                                    + "'totalWeight':100}")
                            .replace('\'', '"'));
            assertThat(body(server.requests.get(1))).as("the same question").isEqualTo(first);
            assertThat(body(server.requests.get(2)).path("checksum")).isNotEqualTo(first.path("checksum"));
            JsonNode last = body(server.requests.get(3));
            assertThat(last.path("phase").asText()).isEqualTo("Failed");
            assertThat(last.path("reason").asText()).isEqualTo("GateFailed: no");
        }
    }

    private static JsonNode body(String request) throws Exception {
        return new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
    }
}
