package dev.serin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.Analysis;
import dev.serin.api.v1alpha1.ServiceReference.Protocol;
import dev.serin.judge.Answers;
import dev.serin.judge.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which endings of an attempt are failures, and of whom. */
class FailureStatusesTest {
    private static Answers answers(Protocol protocol, List<String> failures, Map<String, Long> statuses) {
        var analysis = new Analysis(
                null,
                null,
                new Analysis.Latency(null, "350ms"),
                null,
                failures.isEmpty() ? null : failures,
                null,
                null,
                null,
                null);
        return new FailureStatuses(analysis, protocol)
                .answers(new AnswerFacts.Side(statuses, Map.of(340.0, 2L, 350.0, 3L, 360.0, 5L)));
    }

    @ParameterizedTest
    @CsvSource({
        "GRPC, OK,                 1, 0",
        "GRPC, NOT_FOUND,          1, 0",
        "GRPC, RESOURCE_EXHAUSTED, 1, 0",
        "GRPC, CANCELLED,          1, 0",
        "GRPC, UNAVAILABLE,        1, 1",
        "GRPC, DEADLINE_EXCEEDED,  1, 1",
        "GRPC, 200,                1, 0",
        "GRPC, 503,                1, 1",
        "GRPC, NO_ANSWER,          1, 1",
        "GRPC, BROKE_OFF,          1, 1",
        "GRPC, GIVEN_UP,           0, 0",
        "HTTP, 200,                1, 0",
        "HTTP, 404,                1, 0",
        "HTTP, 500,                1, 1",
        "HTTP2, NO_ANSWER,         1, 1",
        "HTTP2, GIVEN_UP,          0, 0",
    })
    void byDefault(Protocol protocol, String status, long requests, long failed) {
        assertThat(answers(protocol, List.of(), Map.of(status, 1L)).sample()).isEqualTo(new Sample(requests, failed));
    }

    @Test
    void asNamed() {
        assertThat(answers(Protocol.GRPC, List.of("NOT_FOUND"), Map.of("NOT_FOUND", 2L, "UNAVAILABLE", 3L))
                        .sample())
                .isEqualTo(new Sample(5, 2));
        assertThat(answers(Protocol.HTTP, List.of("429", "5xx"), Map.of("429", 2L, "404", 1L, "502", 3L))
                        .sample())
                .isEqualTo(new Sample(6, 5));
    }

    @Test
    void aLimitIsABoundOfTheBuckets() {
        var latencies = answers(Protocol.GRPC, List.of(), Map.of("OK", 10L)).latencies();
        assertThat(latencies.bounds()).contains(350.0);
        assertThat(latencies.total()).isEqualTo(10);
        int above = latencies.bounds().indexOf(350.0) + 1;
        assertThat(latencies.counts().subList(above, latencies.counts().size()).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("longer than 350 ms")
                .isEqualTo(5);
    }
}
