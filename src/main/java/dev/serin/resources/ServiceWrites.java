package dev.serin.resources;

import dev.serin.resources.TakenService.Mark;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the Service that clients dial. Each write is good for the version that was seen only: what somebody
 * writes in between is not lost.
 */
public final class ServiceWrites {
    private ServiceWrites() {}

    /** Takes it over; to be applied by {@link TakenService#MANAGER}. */
    public static Service taken(
            TakenService seen, String release, Map<String, String> selector, @Nullable String port) {
        Mark mark = seen.markFor(selector, port);
        IntOrString target = mark.targetPort() == null ? null : new IntOrString(ProxyDeployment.TRAFFIC);
        return applied(seen, release, mark, selector, target);
    }

    /**
     * Gives it back what it was; to be applied likewise. The marks stay, so that its endpoints can be seen. Where it had no
     * selector it gets one that matches nothing, for its endpoints would stay otherwise.
     */
    public static Service returned(TakenService seen, String release) {
        Mark mark = seen.mark().orElseThrow();
        Map<String, String> selector = mark.selector().isEmpty() ? nobody(release) : mark.selector();
        return applied(seen, release, mark, selector, mark.targetPort());
    }

    private static Map<String, String> nobody(String release) {
        return Map.of(Labels.RELEASE, release, Labels.ROLE, "nobody");
    }

    private static Service applied(
            TakenService seen,
            String release,
            Mark mark,
            Map<String, String> selector,
            @Nullable IntOrString targetPort) {
        var spec = bare(seen.service())
                .editMetadata()
                .addToLabels(Labels.RELEASE, release)
                .addToAnnotations(TakenService.ANNOTATION, TakenService.text(mark))
                .endMetadata()
                .withNewSpec()
                .withSelector(selector);
        Optional<ServicePort> port = seen.servicePort();
        if (targetPort != null && port.isPresent()) {
            spec.addNewPort()
                    .withPort(port.get().getPort())
                    .withProtocol(port.get().getProtocol())
                    .withTargetPort(targetPort)
                    .endPort();
        }
        return spec.endSpec().build();
    }

    private static ServiceBuilder bare(Service seen) {
        var meta = seen.getMetadata();
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .endMetadata();
    }

    /**
     * A merge patch that takes every mark away, among them the manager's entry, which would make later applies of its
     * owner conflict; empty where there is none. {@code seen}: with all of its managed fields.
     */
    public static Optional<Map<String, Object>> unmarked(Service seen, String release) {
        TakenService service = TakenService.of(seen, 0);
        if (!service.isMarked()) {
            return Optional.empty();
        }
        Map<String, Object> meta = new HashMap<>();
        meta.put("resourceVersion", seen.getMetadata().getResourceVersion());
        meta.put("annotations", without(TakenService.ANNOTATION));
        if (release.equals(Optional.ofNullable(seen.getMetadata().getLabels())
                .orElse(Map.of())
                .get(Labels.RELEASE))) {
            meta.put("labels", without(Labels.RELEASE));
        }
        meta.put("managedFields", others(seen.getMetadata().getManagedFields()));
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put("metadata", meta);
        if (nobody(release).equals(seen.getSpec().getSelector())) {
            patch.put("spec", without("selector"));
        }
        return Optional.of(patch);
    }

    /** None at all would be taken for a client that does not know of them; one that is empty clears them. */
    private static List<Object> others(List<ManagedFieldsEntry> all) {
        List<Object> kept = new ArrayList<>(all.stream()
                .filter(entry -> !Objects.equals(entry.getManager(), TakenService.MANAGER))
                .toList());
        return kept.isEmpty() ? List.of(Map.of()) : kept;
    }

    private static Map<String, @Nullable Object> without(String key) {
        Map<String, @Nullable Object> patch = new HashMap<>();
        patch.put(key, null);
        return patch;
    }
}
