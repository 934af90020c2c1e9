package dev.serin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelMatchTest {
    private static final Map<String, String> LABELS = Map.of("app", "reporter", "tier", "web");

    @ParameterizedTest
    @CsvSource({
        "app, In, reporter, true",
        "app, In, other, false",
        "zone, In, a, false",
        "app, NotIn, reporter, false",
        "app, NotIn, other, true",
        "zone, NotIn, a, true",
        "app, Exists,, true",
        "zone, Exists,, false",
        "app, DoesNotExist,, false",
        "zone, DoesNotExist,, true",
        "app, Unheard,, false"
    })
    void expressionsMeanWhatKubernetesSays(String key, String operator, String value, boolean matches) {
        LabelSelector selector = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .addToValues(value == null ? new String[0] : new String[] {value})
                .endMatchExpression()
                .build();
        assertThat(LabelMatch.matches(selector, LABELS)).isEqualTo(matches);
    }

    @Test
    void anEmptyOneTakesAllAndNoneTakesNone() {
        assertThat(LabelMatch.matches(new LabelSelector(), LABELS)).isTrue();
        assertThat(LabelMatch.matches((LabelSelector) null, LABELS)).isFalse();
        assertThat(LabelMatch.matches(Map.of("app", "reporter", "tier", "db"), LABELS))
                .isFalse();
    }
}
