package dev.serin.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.local.api.Authentication.Accepted;
import dev.serin.local.api.Authentication.Refused;
import dev.serin.local.api.Tokens.Token;
import java.util.List;

/** Says of tokens whose they are. Nothing is stored, and as in Go's JSON what is false is left out. */
final class TokenReviews {
    private final Authentication authentication;

    TokenReviews(Authentication authentication) {
        this.authentication = authentication;
    }

    JsonNode answer(Request request) {
        if (!request.method().equals("POST")) {
            throw ApiException.notAllowed();
        }
        ObjectNode review = request.object();
        JsonNode spec = review.path("spec");
        String text = spec.path("token").asText("");
        if (text.isEmpty()) {
            throw ApiException.badRequest("token is required for TokenReview in authentication");
        }
        List<String> asked = Json.texts(spec.path("audiences"));
        review.put("kind", "TokenReview").put("apiVersion", "authentication.k8s.io/v1");
        ObjectNode status = review.putObject("status");
        switch (authentication.judge(text, asked.isEmpty() ? Tokens.SERVER : asked)) {
            case Accepted accepted -> {
                status.put("authenticated", true);
                describe(accepted.token(), status.putObject("user"));
                accepted.audiences().forEach(status.putArray("audiences")::add);
            }
            case Refused refused -> status.put("error", refused.error()).putObject("user");
        }
        return review;
    }

    private static void describe(Token token, ObjectNode user) {
        user.put("username", token.user()).put("uid", token.account().uid());
        token.groups().forEach(user.putArray("groups")::add);
        token.pod().ifPresent(pod -> {
            ObjectNode extra = user.putObject("extra");
            extra.putArray("authentication.kubernetes.io/pod-name").add(pod.name());
            extra.putArray("authentication.kubernetes.io/pod-uid").add(pod.uid());
        });
    }
}
