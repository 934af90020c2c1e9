package dev.serin.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.local.api.Tokens.Subject;
import dev.serin.local.api.Tokens.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges tokens as the real server does and in its words; but one that has expired gets no minute of grace. */
final class Authentication {
    private final Store store;
    private final Tokens tokens;

    Authentication(Store store, Tokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** What is to be thought of a token. */
    sealed interface Verdict {}

    /** It is good, for those of the wanted audiences that it was issued for. */
    record Accepted(Token token, List<String> audiences) implements Verdict {}

    /** It is not, and why. */
    record Refused(String error) implements Verdict {}

    /** Who sends a request, by its bearer token: a user's name is one too. Empty when the token isn't good here. */
    Optional<String> caller(String bearer) {
        if (tokens.find(bearer).isEmpty()) {
            return Optional.of(bearer);
        }
        return judge(bearer, Tokens.SERVER) instanceof Accepted accepted
                ? Optional.of(accepted.token().user())
                : Optional.empty();
    }

    Verdict judge(String text, List<String> wanted) {
        Optional<Token> found = tokens.find(text);
        if (found.isEmpty()) {
            return new Refused("invalid bearer token");
        }
        Token token = found.get();
        List<String> common =
                wanted.stream().filter(token.audiences()::contains).toList();
        return fault(token, wanted)
                .<Verdict>map(fault -> new Refused("[invalid bearer token, " + fault + "]"))
                .orElseGet(() -> new Accepted(token, common));
    }

    private Optional<String> fault(Token token, List<String> wanted) {
        if (wanted.stream().noneMatch(token.audiences()::contains)) {
            return Optional.of("token audiences %s is invalid for the target audiences %s"
                    .formatted(quoted(token.audiences()), quoted(wanted)));
        }
        if (!Instant.now().isBefore(token.expires())) {
            return Optional.of("service account token has expired");
        }
        Subject account = token.account();
        Optional<String> present = uid("serviceaccounts", token.namespace(), account.name());
        if (present.isEmpty()) {
            return Optional.of("serviceaccounts \"%s\" not found".formatted(account.name()));
        }
        if (!present.get().equals(account.uid())) {
            return Optional.of(
                    "service account UID (%s) does not match claim (%s)".formatted(present.get(), account.uid()));
        }
        return token.pod().flatMap(pod -> fault(pod, uid("pods", token.namespace(), pod.name())));
    }

    private static Optional<String> fault(Subject pod, Optional<String> present) {
        if (present.isEmpty()) {
            return Optional.of("service account token has been invalidated");
        }
        return present.filter(uid -> !uid.equals(pod.uid()))
                .map(uid -> "pod UID (%s) does not match service account pod ref claim (%s)".formatted(uid, pod.uid()));
    }

    private Optional<String> uid(String plural, String namespace, String name) {
        Optional<ObjectNode> object = store.get(new Address.Key("", plural, namespace, name));
        return object.map(there -> there.path("metadata").path("uid").asText());
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(" ", "[", "]"));
    }
}
