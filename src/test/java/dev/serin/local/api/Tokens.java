package dev.serin.local.api;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that were issued to service accounts, and what each stands for. They are random texts, where the real
 * server signs JWTs: nobody but a server may read one. They outlive a restart. Safe for many threads.
 */
final class Tokens {
    /** Whom a token is for that was asked for without audiences: the server itself. */
    static final List<String> SERVER = List.of("https://kubernetes.default.svc.cluster.local");

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> issued = new ConcurrentHashMap<>();

    /** An object that a token stands and falls with. */
    record Subject(String name, String uid) {}

    /** What one stands for; {@code pod} is the one that it is bound to. */
    record Token(String namespace, Subject account, Optional<Subject> pod, List<String> audiences, Instant expires) {
        String user() {
            return "system:serviceaccount:%s:%s".formatted(namespace, account.name());
        }

        List<String> groups() {
            return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
        }
    }

    /** The text of a new one. */
    String issue(Token token) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(text, token);
        return text;
    }

    Optional<Token> find(String text) {
        return Optional.ofNullable(issued.get(text));
    }
}
