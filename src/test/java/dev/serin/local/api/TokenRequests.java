package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.local.api.Tokens.Subject;
import dev.serin.local.api.Tokens.Token;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Issues service accounts' tokens: the subresource {@code token}. They may live for less than the ten minutes that the
 * real server insists on, so that tests see them expire.
 */
final class TokenRequests {
    private static final long USUAL_SECONDS = 3600;

    private final Kinds kinds;
    private final Writes writes;
    private final Tokens tokens;

    TokenRequests(Kinds kinds, Writes writes, Tokens tokens) {
        this.kinds = kinds;
        this.writes = writes;
        this.tokens = tokens;
    }

    JsonNode answer(Request request, Address address) {
        if (!request.method().equals("POST")) {
            throw ApiException.notAllowed();
        }
        ObjectNode asked = request.object();
        ObjectNode spec = asked.withObject("/spec");
        if (spec.path("audiences").isEmpty()) {
            Tokens.SERVER.forEach(spec.putArray("audiences")::add);
        }
        if (!spec.hasNonNull("expirationSeconds")) {
            spec.put("expirationSeconds", USUAL_SECONDS);
        }
        Subject account = live("serviceaccounts", address.namespace(), address.name());
        Instant expires =
                Instant.now().plusSeconds(spec.path("expirationSeconds").asLong());
        Token token = new Token(
                address.namespace(),
                account,
                pod(address, spec.path("boundObjectRef")),
                Json.texts(spec.path("audiences")),
                expires);
        asked.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        Json.meta(asked)
                .put("name", address.name())
                .put("namespace", address.namespace())
                .put("creationTimestamp", Writes.now());
        asked.putObject("status")
                .put("token", tokens.issue(token))
                .put(
                        "expirationTimestamp",
                        expires.truncatedTo(ChronoUnit.SECONDS).toString());
        return asked;
    }

    private Optional<Subject> pod(Address account, JsonNode reference) {
        if (reference.isMissingNode() || reference.isNull()) {
            return Optional.empty();
        }
        String kind = reference.path("kind").asText();
        if (!kind.equals("Pod")) {
            throw ApiException.badRequest("cannot bind token to object of type " + kind);
        }
        String name = reference.path("name").asText();
        Address address = new Address(kinds.of("pods"), account.namespace(), name, "");
        String runsAs =
                writes.live(address).path("spec").path("serviceAccountName").asText("default");
        if (!runsAs.equals(account.name())) {
            throw ApiException.badRequest(
                    "cannot bind token for serviceaccount \"%s\" to pod running with different serviceaccount name."
                            .formatted(account.name()));
        }
        Subject pod = live("pods", account.namespace(), name);
        String meant = reference.path("uid").asText("");
        if (!meant.isEmpty() && !meant.equals(pod.uid())) {
            String message = ("Operation cannot be fulfilled on Pod \"%s\": the UID in the bound object reference (%s)"
                            + " does not match the UID in record. The object might have been deleted and then recreated")
                    .formatted(name, meant);
            throw new ApiException(409, "Conflict", message, List.of());
        }
        return Optional.of(pod);
    }

    private Subject live(String plural, String namespace, String name) {
        ObjectNode object = writes.live(new Address(kinds.of(plural), namespace, name, ""));
        return new Subject(name, object.path("metadata").path("uid").asText());
    }
}
