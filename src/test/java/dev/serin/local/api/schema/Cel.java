package dev.serin.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** CEL as the API server has it, with those of Kubernetes' list functions that rules of this project may use. */
final class Cel {
    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addLibraries(CelExtensions.strings())
            .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                    "isSorted",
                    CelOverloadDecl.newMemberOverload(
                            "list_is_sorted", SimpleType.BOOL, ListType.create(SimpleType.DYN))))
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(CelFunctionBinding.fromOverloads(
                    "isSorted", CelFunctionBinding.from("list_is_sorted", List.class, Cel::isSorted)))
            .build();
    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private Cel() {}

    static boolean mentionsOldSelf(String rule) {
        return OLD_SELF.matcher(rule).find();
    }

    static boolean isTrue(String rule, JsonNode self, Optional<JsonNode> oldSelf) {
        return Boolean.TRUE.equals(evaluate(rule, self, oldSelf));
    }

    static String text(String expression, JsonNode self, Optional<JsonNode> oldSelf) {
        return String.valueOf(evaluate(expression, self, oldSelf));
    }

    private static Object evaluate(String expression, JsonNode self, Optional<JsonNode> oldSelf) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", plain(self));
        oldSelf.ifPresent(old -> variables.put("oldSelf", plain(old)));
        try {
            return PROGRAMS.computeIfAbsent(expression, Cel::compile).eval(variables);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("the rule cannot be evaluated: " + expression, e);
        }
    }

    private static CelRuntime.Program compile(String expression) {
        try {
            return RUNTIME.createProgram(COMPILER.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the rule is no CEL: " + expression, e);
        }
    }

    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
            case BOOLEAN -> node.asBoolean();
            default -> node.asText();
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static boolean isSorted(List list) {
        for (int i = 1; i < list.size(); i++) {
            if (((Comparable) list.get(i - 1)).compareTo(list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }
}
