package dev.serin.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three kinds of patches that need no field manager. */
class PatchesTest {
    private static final Kind DEPLOYMENT = new Kinds().of("deployments");
    private static final Kind SERVICE = new Kinds().of("services");

    /** Flow style is YAML: JSON would want its quotes. */
    private static JsonNode yaml(String text) {
        return Json.read("--- " + text);
    }

    private static JsonNode merged(String object, String patch) {
        ObjectNode into = (ObjectNode) yaml(object);
        Patches.merge(into, yaml(patch));
        return into;
    }

    private static JsonNode strategic(Kind kind, String object, String patch) {
        ObjectNode into = (ObjectNode) yaml(object);
        Patches.strategic(kind, into, yaml(patch));
        return into;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1}                | {a: 2}                  | {a: 2}",
                "{a: 1, b: 2}          | {a: null}               | {b: 2}",
                "{a: {x: 1, y: 2}}     | {a: {x: null, z: 3}}    | {a: {y: 2, z: 3}}",
                "{a: [1, 2]}           | {a: [3]}                | {a: [3]}",
                "{a: text}             | {a: {x: {y: null}}}     | {a: {x: {}}}",
                "{}                    | {a: {b: {c: 1}}}        | {a: {b: {c: 1}}}",
            })
    void merge(String object, String patch, String result) {
        assertThat(merged(object, patch)).isEqualTo(yaml(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1}         | {op: add, path: /b, value: 2}                  | {a: 1, b: 2}",
                "{a: [1, 3]}    | {op: add, path: /a/1, value: 2}                | {a: [1, 2, 3]}",
                "{a: [1]}       | {op: add, path: /a/-, value: 2}                | {a: [1, 2]}",
                "{a: [1, 2]}    | {op: remove, path: /a/0}                       | {a: [2]}",
                "{a: [1, 2]}    | {op: replace, path: /a/1, value: 5}            | {a: [1, 5]}",
                "{a: {x/y: 1}}  | {op: replace, path: /a/x~1y, value: 2}         | {a: {x/y: 2}}",
                "{a: 1}         | {op: move, from: /a, path: /b}                 | {b: 1}",
                "{a: {x: 1}}    | {op: copy, from: /a, path: /b}                 | {a: {x: 1}, b: {x: 1}}",
                "{a: 1}         | {op: test, path: /a, value: 1}                 | {a: 1}",
            })
    void json(String object, String operation, String result) {
        assertThat(Patches.json(yaml(object), yaml("[" + operation + "]"))).isEqualTo(yaml(result));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{op: test, path: /a, value: 2}",
                "{op: remove, path: /none}",
                "{op: remove, path: /list/7}",
                "{op: replace, path: /none, value: 1}",
                "{op: replace, path: /list/7, value: 1}",
                "{op: add, path: /none/deeper, value: 1}",
                "{op: add, path: /list/7, value: 1}",
                "{op: add, path: /list/first, value: 1}",
                "{op: move, from: /none, path: /b}",
                "{op: copy, from: /none, path: /b}",
            })
    void aJsonPatchThatDoesNotFitIsRefused(String operation) {
        assertThatThrownBy(() -> Patches.json(yaml("{a: 1, list: [1]}"), yaml("[" + operation + "]")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(422))
                .hasMessage("the server rejected our request due to an error in our request");
    }

    @Test
    void aRefusedJsonPatchLeavesTheObjectAlone() {
        JsonNode object = yaml("{a: 1}");
        assertThatThrownBy(() ->
                        Patches.json(object, yaml("[{op: replace, path: /a, value: 2}, {op: remove, path: /none}]")))
                .isInstanceOf(ApiException.class);
        assertThat(object).isEqualTo(yaml("{a: 1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{containers: [{name: a, image: x, tty: true}]} | {containers: [{name: a, image: y}]}"
                        + "| {containers: [{name: a, image: y, tty: true}]}",
                "{containers: [{name: a}]} | {containers: [{name: b}]} | {containers: [{name: a}, {name: b}]}",
                "{containers: [{name: a}, {name: b}]} | {containers: [{name: a, $patch: delete}]}"
                        + "| {containers: [{name: b}]}",
                "{} | {containers: [{name: a, $patch: delete}, {name: b}]} | {containers: [{name: b}]}",
                "{args: [a, b]} | {args: [c]} | {args: [c]}",
                "{finalizers: [a]} | {finalizers: [b]} | {finalizers: [a, b]}",
                "{finalizers: [a, b]} | {$deleteFromPrimitiveList/finalizers: [a]} | {finalizers: [b]}",
                "{labels: {a: 1, b: 2}} | {labels: {$patch: replace, c: 3}} | {labels: {c: 3}}",
                "{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}"
                        + "| {strategy: {$retainKeys: [type], type: Recreate}} | {strategy: {type: Recreate}}",
            })
    void strategicOnPods(String object, String patch, String result) {
        assertThat(strategic(DEPLOYMENT, object, patch)).isEqualTo(yaml(result));
    }

    @Test
    void portsAreToldApartByTheKindsOwnKey() {
        assertThat(strategic(
                        SERVICE,
                        "{spec: {ports: [{port: 80, name: a}]}}",
                        "{spec: {ports: [{port: 80, name: b}, {port: 81}]}}"))
                .isEqualTo(yaml("{spec: {ports: [{port: 80, name: b}, {port: 81}]}}"));
        assertThat(strategic(
                        DEPLOYMENT,
                        "{ports: [{containerPort: 80, name: a}]}",
                        "{ports: [{containerPort: 80, name: b}]}"))
                .isEqualTo(yaml("{ports: [{containerPort: 80, name: b}]}"));
    }
}
