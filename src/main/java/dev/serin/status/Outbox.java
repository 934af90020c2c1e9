package dev.serin.status;

import dev.serin.api.v1alpha1.CanaryReleaseStatus;
import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.NotificationStatus;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.api.v1alpha1.NotificationStatus.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What people outside of the cluster are still to be told: a transactional outbox. What happened is put into the status by
 * the same write that says that it happened, and is taken out by the first write after it was told. So nothing is lost by
 * a crash, and what is told between the two is told once more, under the same id.
 */
public final class Outbox {
    private Outbox() {}

    /** The status with all of it. {@code told}: what came of telling, of what is still in {@code before}. */
    public static CanaryReleaseStatus with(
            CanaryReleaseStatus before,
            CanaryReleaseStatus after,
            List<Notification> wanted,
            List<Told> told,
            Instant now) {
        NotificationStatus known = Optional.ofNullable(before.notifications()).orElse(NotificationStatus.NOTHING);
        Map<String, Trouble> troubles = new LinkedHashMap<>();
        known.troubles().stream()
                .filter(trouble -> find(wanted, trouble.name()).isPresent())
                .forEach(trouble -> troubles.put(trouble.name(), trouble));
        List<Owed> owed = new ArrayList<>();
        known.owed().forEach(each -> remaining(each, wanted, told).ifPresent(owed::add));
        told.forEach(each -> note(each, known.owed(), troubles));
        Happened.between(before, after, now)
                .forEach(each -> addressed(each, wanted).ifPresent(owed::add));
        while (owed.size() > NotificationStatus.MOST_OWED) {
            Owed oldest = owed.removeFirst();
            oldest.to()
                    .forEach(name -> troubles.put(
                            name, new Trouble(name, words(oldest) + " is given up: too much is still to be told.")));
        }
        var next = new NotificationStatus(owed, List.copyOf(troubles.values()));
        return after.with(next.equals(NotificationStatus.NOTHING) ? null : next);
    }

    private static Optional<Notification> find(List<Notification> wanted, String name) {
        return wanted.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static Optional<Owed> addressed(Owed happened, List<Notification> wanted) {
        List<String> to = wanted.stream()
                .filter(each -> each.when().contains(happened.happening()))
                .map(Notification::name)
                .toList();
        return Optional.of(happened.to(to)).filter(each -> !to.isEmpty());
    }

    /** What is still owed of it: not to those who were told, or are not in the spec any more. */
    private static Optional<Owed> remaining(Owed owed, List<Notification> wanted, List<Told> told) {
        List<String> to = owed.to().stream()
                .filter(name -> find(wanted, name).isPresent())
                .filter(name -> told.stream()
                        .noneMatch(each -> each.id().equals(owed.id())
                                && each.to().equals(name)
                                && each.outcome() != Told.Outcome.TRYING))
                .toList();
        return to.isEmpty() ? Optional.empty() : Optional.of(to.equals(owed.to()) ? owed : owed.to(to));
    }

    private static void note(Told told, List<Owed> owed, Map<String, Trouble> troubles) {
        Optional<Owed> about = owed.stream()
                .filter(each -> each.id().equals(told.id()) && each.to().contains(told.to()))
                .findFirst();
        if (about.isEmpty()) {
            return;
        }
        switch (told.outcome()) {
            case DONE -> troubles.remove(told.to());
            case TRYING ->
                troubles.put(
                        told.to(),
                        new Trouble(
                                told.to(),
                                "%s could not be told yet: %s. It is tried again."
                                        .formatted(words(about.get()), told.why())));
            case GIVEN_UP ->
                troubles.put(
                        told.to(),
                        new Trouble(
                                told.to(),
                                "%s could not be told and is given up: %s.".formatted(words(about.get()), told.why())));
        }
    }

    private static String words(Owed owed) {
        return Objects.toString(owed.happening()) + " of " + owed.at();
    }
}
