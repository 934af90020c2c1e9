package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label and field selectors. */
class SelectorTest {
    private static final JsonNode POD =
            Json.read("metadata: {name: p, labels: {app: web, tier: front}}\nspec: {nodeName: n1}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web|true",
                "app==web|true",
                "app!=web|false",
                "app=api|false",
                "app|true",
                "!app|false",
                "none|false",
                "!none|true",
                "none!=x|true",
                "app in (web, api)|true",
                "app notin (web)|false",
                "none notin (x)|true",
                "app=web,tier in (front,back)|true",
                "app=web,tier=back|false"
            })
    void labels(String selector, boolean matches) {
        assertThat(Selector.labels(selector).test(POD)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"metadata.name=p|true", "metadata.name!=p|false", "spec.nodeName=n1|true", "spec.nodeName=|false"})
    void fields(String selector, boolean matches) {
        assertThat(Selector.fields(new Kinds().of("pods"), selector).test(POD)).isEqualTo(matches);
    }
}
