package dev.serin.reconcile;

import dev.serin.api.v1alpha1.CanaryRelease;
import dev.serin.api.v1alpha1.Reasons;
import dev.serin.observe.Asked;
import dev.serin.observe.Observer;
import dev.serin.plan.Plan;
import dev.serin.plan.Work;
import dev.serin.status.Note;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/**
 * Takes the annotation {@code serin.dev/action} away once what it asks for is in the status, and says so by an event. An
 * operator that stops in between finds the annotation again, and that it has been taken up already.
 */
final class Actions {
    private static final String REBALANCE = "rebalance";
    private static final String ALL = "approve, promote, abort, retry, pause, resume or " + REBALANCE;

    private final KubernetesClient client;

    Actions(KubernetesClient client) {
        this.client = client;
    }

    /** What there is to tell; nothing while the release cannot take an action up yet. */
    List<Note> consume(CanaryRelease release, Plan plan) {
        Optional<String> action = Observer.action(release);
        if (action.isEmpty() || plan.work() != Work.SERVE || !takeAway(release, action.get())) {
            return List.of();
        }
        String who = Asked.of(release)
                .map(asked -> " (by %s at %s)".formatted(asked.by(), asked.at()))
                .orElse("");
        return List.of(note(action.get(), Observer.ACTION + ": " + action.get() + who, plan));
    }

    private static Note note(String action, String asked, Plan plan) {
        if (action.equals(REBALANCE)) {
            return Note.normal(Reasons.ACTION_TAKEN, asked + " is taken up.");
        }
        return plan.course()
                .answer()
                .map(answer -> answer.refusal()
                        .map(why -> Note.warning(Reasons.ACTION_REFUSED, asked + " is not done. " + why))
                        .orElseGet(() -> Note.normal(Reasons.ACTION_TAKEN, asked + " is taken up.")))
                .orElseGet(() -> Note.warning(
                        Reasons.ACTION_UNKNOWN,
                        "There is no %s; there is %s: %s. Nothing was done.".formatted(asked, Observer.ACTION, ALL)));
    }

    /** Only as long as it asks for the same: another one that came meanwhile has its own turn. */
    private boolean takeAway(CanaryRelease release, String action) {
        String path = "/metadata/annotations/" + Observer.ACTION.replace("/", "~1");
        String patch = "[{\"op\":\"test\",\"path\":\"%s\",\"value\":\"%s\"},{\"op\":\"remove\",\"path\":\"%s\"}]"
                .formatted(path, escaped(action), path);
        try {
            client.resources(CanaryRelease.class)
                    .inNamespace(release.getMetadata().getNamespace())
                    .withName(release.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON), patch);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_UNPROCESSABLE
                    || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                    || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return false; // It is gone or another one already.
            }
            throw e;
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static final int HTTP_UNPROCESSABLE = 422;
}
