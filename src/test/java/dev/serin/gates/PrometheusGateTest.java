package dev.serin.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.AnalysisGate.Prometheus;
import dev.serin.api.v1alpha1.GateStatus.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of Prometheus' answers. */
class PrometheusGateTest {
    private static final String SCALAR = "{'status':'success','data':{'resultType':'scalar','result':[1.5,'%s']}}";
    private static final String VECTOR = "{'status':'success','data':{'resultType':'vector','result':[%s]}}";
    private static final String SAMPLE = "{'metric':{'job':'a'},'value':[1.5,'%s']}";

    private static Reply ask(int status, String body, @Nullable Double min, @Nullable Double max) throws Exception {
        try (Answering server = Answering.with(status, body.replace('\'', '"'))) {
            return new PrometheusGate(new HttpCalls(address -> true)).ask(new Prometheus(server.url(), "up", min, max));
        }
    }

    @ParameterizedTest(name = "{0} within {1} and {2}: {3}")
    @CsvSource({
        "0.01,    ,   0.05, Passed,       0.01 is within max 0.05",
        "0.05,    ,   0.05, Passed,       0.05 is within max 0.05",
        "0.051,   ,   0.05, Failed,       0.051 is above max 0.05",
        "98,      99, ,     Failed,       98 is below min 99",
        "99.5,    99, 100,  Passed,       99.5 is within min 99 and max 100",
        "350,     ,   500,  Passed,       350 is within max 500",
        "1e3,     ,   500,  Failed,       1000 is above max 500",
        "-1,      0,  ,     Failed,       -1 is below min 0",
        "0.020000000000000004, , 1, Passed, 0.02 is within max 1",
    })
    void aNumberIsHeldAgainstItsLimits(String value, Double min, Double max, State state, String words)
            throws Exception {
        for (String shape : new String[] {SCALAR, VECTOR.formatted(SAMPLE)}) {
            Reply reply = ask(200, shape.formatted(value), min, max);
            assertThat(reply.message()).isEqualTo(words);
            assertThat(reply.state()).isEqualTo(state);
            assertThat(reply.value()).hasValue(words.substring(0, words.indexOf(' ')));
        }
    }

    private static void assertInconclusive(int status, String body, String words) throws Exception {
        assertThat(ask(status, body, 0.0, 1.0)).isEqualTo(new Reply(State.Inconclusive, Optional.empty(), words));
    }

    @Test
    void whatIsMissingOrNoNumberIsInconclusive() throws Exception {
        assertInconclusive(200, SCALAR.formatted("NaN"), "the query gives NaN");
        assertInconclusive(200, SCALAR.formatted("+Inf"), "the query gives an infinite number");
        assertInconclusive(200, VECTOR.formatted(SAMPLE.formatted("-Inf")), "the query gives an infinite number");
        assertInconclusive(200, SCALAR.formatted("much"), "the query gives no number");
        assertInconclusive(200, VECTOR.formatted(""), "the query gives 0 samples, and one is needed");
        assertInconclusive(
                200,
                VECTOR.formatted(SAMPLE.formatted("0.5") + "," + SAMPLE.formatted("0.6")),
                "the query gives 2 samples, and one is needed");
        assertInconclusive(200, VECTOR.formatted("{'metric':{},'histogram':[1,{}]}"), "the query gives no number");
        assertInconclusive(
                200,
                "{'status':'success','data':{'resultType':'matrix','result':[]}}",
                "the query gives neither a scalar nor a vector");
        assertInconclusive(200, "{}", "the query gives neither a scalar nor a vector");
        assertInconclusive(200, "<html>secret</html>", "Prometheus' answer is no JSON");
        assertInconclusive(400, "{'status':'error','error':'parse error: secret'}", "Prometheus answered 400");
        assertInconclusive(503, "secret", "Prometheus answered 503");
    }

    @Test
    void theQueryIsSentAsItIs() throws Exception {
        try (Answering server = Answering.with(200, "{}")) {
            new PrometheusGate(new HttpCalls(address -> true))
                    .ask(new Prometheus(server.url() + "/prometheus/", "sum(rate(x{a=\"b c\"}[1m])) > 0", null, 1.0));
            assertThat(server.requests.getFirst())
                    .startsWith(
                            "GET /prometheus/api/v1/query?query=sum%28rate%28x%7Ba%3D%22b+c%22%7D%5B1m%5D%29%29+%3E+0"
                                    + " HTTP/1.1\r\nHost: 127.0.0.1:");
        }
    }
}
