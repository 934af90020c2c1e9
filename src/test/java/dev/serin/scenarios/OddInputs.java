package dev.serin.scenarios;

import static dev.serin.scenarios.BadInputs.faults;
import static dev.serin.scenarios.BadInputs.misshapen;

import dev.serin.scenarios.BadInputs.Case;
import java.util.List;

/** What is odd rather than plainly wrong: other types, missing parts, other verbs than apply. */
final class OddInputs {
    private static final String UNFITTING =
            "The request is invalid: the server rejected our request due to an error in our request";

    /** What kubectl is asked while a good release named reporter is there, and all that it says. */
    record Verb(String what, String answer, List<String> arguments) {}

    /** One change to a good resource, and what there is at a JSON path once it is accepted. */
    record Accepted(String what, String find, String put, String path, String answer) {}

    static final List<Case> REFUSED = List.of(
            new Case(
                    "a weight in quotes",
                    "weight: 10",
                    "weight: \"10\"",
                    misshapen(
                            "spec.strategy.weight: Invalid value: \"string\": spec.strategy.weight in body must be of type integer: \"string\"")),
            new Case(
                    "a weight with a fraction",
                    "weight: 10",
                    "weight: 1.5",
                    misshapen(
                            "spec.strategy.weight: Invalid value: \"number\": spec.strategy.weight in body must be of type integer: \"number\"")),
            new Case(
                    "a weight that is true",
                    "weight: 10",
                    "weight: true",
                    misshapen(
                            "spec.strategy.weight: Invalid value: \"boolean\": spec.strategy.weight in body must be of type integer: \"boolean\"")),
            new Case(
                    "a weight of many digits",
                    "weight: 10",
                    "weight: 99999999999",
                    faults(
                            "spec.strategy.weight: Invalid value: 99999999999: spec.strategy.weight in body should be less than or equal to 1000000",
                            "spec.strategy.weight: Invalid value: \"object\": weight is above traffic.totalWeight, which is 100 unless set: lower it, or raise the total")),
            new Case(
                    "steps that are no list",
                    "weight: 10",
                    "steps: {weight: 5}",
                    BadInputs.UNREADABLE + "unknown field \"spec.strategy.steps.weight\""),
            new Case(
                    "steps that are numbers",
                    "weight: 10",
                    "steps: [5, 10]",
                    faults(
                            "spec.strategy.steps[0]: Invalid value: \"integer\": spec.strategy.steps[0] in body must be of type object: \"integer\"",
                            "spec.strategy.steps[1]: Invalid value: \"integer\": spec.strategy.steps[1] in body must be of type object: \"integer\"",
                            BadInputs.NOT_CHECKED)),
            new Case("a strategy that is null", "{weight: 10}", "null", misshapen("spec.strategy: Required value")),
            new Case(
                    "a pause that is no boolean",
                    "strategy:",
                    "paused: \"yes\"\n  strategy:",
                    misshapen(
                            "spec.paused: Invalid value: \"string\": spec.paused in body must be of type boolean: \"string\"")),
            new Case(
                    "two faults at once",
                    "9090, protocol: GRPC",
                    "0, protocol: TCP",
                    faults(
                            "spec.service.port: Invalid value: 0: spec.service.port in body should be greater than or equal to 1",
                            "spec.service.protocol: Unsupported value: \"TCP\": supported values: \"GRPC\", \"HTTP2\", \"HTTP\"",
                            BadInputs.NOT_CHECKED)),
            new Case(
                    "a fault of shape and one of a rule",
                    "port: 9090, protocol: GRPC}\n  strategy: {weight: 10}",
                    "port: 0}\n  strategy: {}",
                    faults(
                            "spec.service.port: Invalid value: 0: spec.service.port in body should be greater than or equal to 1",
                            "spec.strategy: Invalid value: \"object\": set exactly one of weight and steps")),
            new Case(
                    "no spec",
                    BadInputs.GOOD.substring(BadInputs.GOOD.indexOf("spec:")),
                    "",
                    misshapen("spec: Required value")),
            new Case(
                    "another version",
                    "serin.dev/v1alpha1",
                    "serin.dev/v1",
                    "error: resource mapping not found for name: \"bad\" namespace: \"\" from FILE: no matches for kind \"CanaryRelease\" in version \"serin.dev/v1\"\nensure CRDs are installed first"),
            new Case(
                    "another kind",
                    "kind: CanaryRelease",
                    "kind: Canary",
                    "error: resource mapping not found for name: \"bad\" namespace: \"\" from FILE: no matches for kind \"Canary\" in version \"serin.dev/v1alpha1\"\nensure CRDs are installed first"),
            new Case(
                    "a name in capitals",
                    "NAME",
                    "Bad",
                    "The CanaryRelease \"Bad\" is invalid: \n* metadata.name: Invalid value: \"Bad\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n* metadata.name: Invalid value: \"Bad\": metadata.name in body should match '^[a-z]([-a-z0-9]*[a-z0-9])?$'"),
            new Case(
                    "no name",
                    "{name: NAME}",
                    "{labels: {a: b}}",
                    "error: error when retrieving current configuration of:\nResource: \"serin.dev/v1alpha1, Resource=canaryreleases\", GroupVersionKind: \"serin.dev/v1alpha1, Kind=CanaryRelease\"\nName: \"\", Namespace: \"default\"\nfrom server for: FILE: resource name may not be empty"),
            new Case(
                    "a label with a space",
                    "{name: NAME}",
                    "{name: NAME, labels: {team: a b}}",
                    BadInputs.BAD
                            + "metadata.labels: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"),
            new Case(
                    "a namespace that is not there",
                    "{name: NAME}",
                    "{name: NAME, namespace: nowhere}",
                    "Error from server (NotFound): error when creating FILE: namespaces \"nowhere\" not found"));

    static final List<Accepted> ACCEPTED = List.of(
            new Accepted(
                    "null where there is a default",
                    "strategy:",
                    "traffic: null\n  strategy:",
                    "{.spec.traffic.totalWeight}",
                    "100"),
            new Accepted(
                    "fields that are not there", "strategy:", "nonsense: {a: 1}\n  strategy:", "{.spec.nonsense}", ""),
            new Accepted(
                    "a field that is not there, deep down",
                    "{weight: 10}",
                    "{steps: [{weight: 5, haste: 3}]}",
                    "{.spec.strategy.steps}",
                    "[{\"approval\":\"None\",\"hold\":\"0s\",\"weight\":5}]"));

    static final List<Verb> VERBS = List.of(
            new Verb(
                    "a status of a phase that is none",
                    "The CanaryRelease \"reporter\" is invalid: \n* status.phase: Unsupported value: \"Bogus\": supported values: \"Failed\", \"Initializing\", \"Paused\", \"Progressing\", \"Promoting\", \"Ready\", \"Terminating\"\n* "
                            + BadInputs.NOT_CHECKED,
                    List.of(
                            "patch",
                            "canary",
                            "reporter",
                            "--subresource=status",
                            "--type=merge",
                            "-p",
                            "{\"status\":{\"phase\":\"Bogus\"}}")),
            new Verb(
                    "a strategic patch",
                    "error: application/strategic-merge-patch+json is not supported by serin.dev/v1alpha1, Kind=CanaryRelease: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
                    List.of("patch", "canary", "reporter", "-p", "{\"spec\":{\"paused\":true}}")),
            new Verb(
                    "a JSON patch whose test fails",
                    UNFITTING,
                    List.of(
                            "patch",
                            "canary",
                            "reporter",
                            "--type=json",
                            "-p",
                            "[{\"op\":\"test\",\"path\":\"/spec/strategy/weight\",\"value\":1}]")),
            new Verb(
                    "a JSON patch of a path that is not there",
                    UNFITTING,
                    List.of(
                            "patch",
                            "canary",
                            "reporter",
                            "--type=json",
                            "-p",
                            "[{\"op\":\"replace\",\"path\":\"/spec/nothing/there\",\"value\":1}]")),
            new Verb(
                    "a merge patch that breaks a rule",
                    "The CanaryRelease \"reporter\" is invalid: spec.strategy.weight: Invalid value: \"object\": weight is above traffic.totalWeight, which is 100 unless set: lower it, or raise the total",
                    List.of(
                            "patch",
                            "canary",
                            "reporter",
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"strategy\":{\"weight\":101}}}")),
            new Verb(
                    "a release that is there already",
                    "Error from server (AlreadyExists): error when creating \"deploy/samples/canary-weight.yaml\": canaryreleases.serin.dev \"reporter\" already exists",
                    List.of("create", "-f", "deploy/samples/canary-weight.yaml")),
            new Verb(
                    "a release that is not there",
                    "Error from server (NotFound): canaryreleases.serin.dev \"nobody\" not found",
                    List.of("get", "canary", "nobody")),
            new Verb(
                    "to scale what has no scale",
                    "Error from server (NotFound): canaryreleases.serin.dev \"reporter\" not found",
                    List.of("scale", "canary", "reporter", "--replicas=2")));

    private OddInputs() {}
}
