package dev.serin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.metrics.PromQl.Grouping;
import dev.serin.metrics.PromQl.Match;
import dev.serin.metrics.PromQl.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a wrong query is found out. */
class PromQlTest {
    @Test
    void aQueryIsTakenApart() {
        PromQl query = PromQl.parse(
                "sum by (release) (rate(a_total{version=\"canary\",x=~\"y|z\"}[5m])) / on (release) (b > 0.5) * 100");
        var counter = new Selector(
                "a_total", List.of(new Match("version", "=", "canary"), new Match("x", "=~", "y|z")), true);
        assertThat(query.selectors()).containsExactly(counter, new Selector("b", List.of(), false));
        assertThat(query.groupings()).contains(new Grouping(List.of("release"), List.of(counter)));
        assertThat(PromQl.parse("histogram_quantile(0.99, sum(rate(c_bucket[5m])) by (le))")
                        .series())
                .containsExactly("c_bucket");
        assertThat(PromQl.parse("(a unless b) or vector(0) and time() - d{} offset 5m > -1")
                        .series())
                .containsExactly("a", "b", "d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(a",
                "a)",
                "rate(a)",
                "rat(a[5m])",
                "a{b=c}",
                "a{b~\"c\"}",
                "a + + b )",
                "a b",
                "sum by release (a)",
                "a ? b",
                ""
            })
    void whatIsNoQueryIsRefused(String query) {
        assertThatThrownBy(() -> PromQl.parse(query)).isInstanceOf(IllegalArgumentException.class);
    }
}
