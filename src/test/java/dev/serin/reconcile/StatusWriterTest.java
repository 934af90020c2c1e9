package dev.serin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusWriterTest {
    static Stream<Arguments> changes() {
        return Stream.of(
                row("nothing", meta -> meta, false),
                row("the status, which is its own", meta -> meta.withResourceVersion("8"), false),
                row("the spec", meta -> meta.withGeneration(3L), true),
                row("an action", meta -> meta.addToAnnotations("serin.dev/action", "promote"), true),
                row("the deletion", meta -> meta.withDeletionTimestamp("2026-01-02T03:04:05Z"), true));
    }

    private static Arguments row(String what, UnaryOperator<ObjectMetaBuilder> change, boolean expected) {
        return Arguments.of(what, change, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatAnAuthorChangedIsSeen(String what, UnaryOperator<ObjectMetaBuilder> change, boolean expected) {
        ObjectMeta before = new ObjectMetaBuilder()
                .withName("reporter")
                .withResourceVersion("7")
                .withGeneration(2L)
                .build();
        ObjectMeta now = change.apply(new ObjectMetaBuilder(before)).build();
        assertThat(StatusWriter.isChanged(before, now)).as(what).isEqualTo(expected);
    }
}
