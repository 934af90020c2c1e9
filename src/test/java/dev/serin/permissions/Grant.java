package dev.serin.permissions;

import dev.serin.local.api.AuditRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * One verb on one resource.
 *
 * @param namespace where it is granted; empty: everywhere
 * @param group the API group; empty for the core
 * @param resource with its subresource, such as {@code canaryreleases/status}
 * @param verb as RBAC has it
 */
record Grant(String namespace, String group, String resource, String verb) {
    /** All that the roles of a manifest grant. */
    static List<Grant> of(Path manifest) throws IOException {
        try (InputStream in = Files.newInputStream(manifest)) {
            Object loaded = new KubernetesSerialization().unmarshal(in);
            return (loaded instanceof Collection<?> all ? all.stream() : Stream.of(loaded))
                    .map(HasMetadata.class::cast)
                    .flatMap(Grant::of)
                    .toList();
        }
    }

    private static Stream<Grant> of(HasMetadata object) {
        return switch (object) {
            case ClusterRole role -> role.getRules().stream().flatMap(rule -> of("", rule));
            case Role role ->
                role.getRules().stream().flatMap(rule -> of(role.getMetadata().getNamespace(), rule));
            default -> Stream.of();
        };
    }

    private static Stream<Grant> of(String namespace, PolicyRule rule) {
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource ->
                                rule.getVerbs().stream().map(verb -> new Grant(namespace, group, resource, verb))));
    }

    /** Whether a request needed it. Server-side apply is a patch that also needs create when it makes something. */
    boolean isUsedBy(AuditRecord request) {
        String asked =
                request.subresource().isEmpty() ? request.resource() : request.resource() + "/" + request.subresource();
        boolean creates = request.verb().equals("patch") && request.status() == 201 && verb.equals("create");
        return (namespace.isEmpty() || namespace.equals(request.namespace()))
                && group.equals(request.group())
                && resource.equals(asked)
                && (verb.equals(request.verb()) || creates);
    }
}
