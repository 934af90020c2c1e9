package dev.serin.observe;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a label selector takes pods with certain labels, by Kubernetes' rules: an empty one takes all, none takes none. */
final class LabelMatch {
    private LabelMatch() {}

    static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector != null
                && matches(Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of()), labels)
                && selector.getMatchExpressions().stream().allMatch(each -> matches(each, labels));
    }

    static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
        return wanted.entrySet().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private static boolean matches(LabelSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
