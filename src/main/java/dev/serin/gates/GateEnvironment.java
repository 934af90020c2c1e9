package dev.serin.gates;

import dev.serin.plan.GateQuestion;
import dev.serin.resources.Names;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables by which a Job knows what it is for, and what to dial. */
final class GateEnvironment {
    /** So that a canary of hundreds of pods does not make a Job that the API server refuses. */
    private static final int MOST_ENDPOINTS = 100;

    private GateEnvironment() {}

    static Map<String, String> of(Subject subject, GateQuestion question) {
        var context = subject.context();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SERIN_RELEASE", context.name());
        variables.put("SERIN_NAMESPACE", context.namespace());
        variables.put("SERIN_GATE", question.gate().name());
        variables.put("SERIN_WHEN", question.when().name());
        variables.put("SERIN_REVISION", question.point().revision());
        variables.put("SERIN_WEIGHT", String.valueOf(question.point().weight()));
        variables.put("SERIN_TOTAL_WEIGHT", String.valueOf(question.point().total()));
        variables.put(
                "SERIN_CANARY_SERVICE",
                "%s.%s.svc:%s".formatted(Names.canary(context.name()), context.namespace(), port(subject)));
        variables.put(
                "SERIN_CANARY_ENDPOINTS",
                String.join(",", subject.canary().stream().limit(MOST_ENDPOINTS).toList()));
        return variables;
    }

    /** A headless Service's name gives the pods' own addresses, and so the pods' own port has to be dialled. */
    private static String port(Subject subject) {
        return subject.canary().stream()
                .findFirst()
                .map(endpoint -> endpoint.substring(endpoint.lastIndexOf(':') + 1))
                .orElseGet(
                        () -> String.valueOf(subject.context().spec().service().port()));
    }
}
