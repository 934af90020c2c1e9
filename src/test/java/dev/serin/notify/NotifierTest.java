package dev.serin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.Notification.Happening;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import dev.serin.status.Told;
import dev.serin.status.Told.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The edge: when it tells, and what it says came of it. */
class NotifierTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Subject REPORTER = new Subject("default", "reporter");
    private static final List<Notification> WANTED = List.of(to("one"), to("other"));

    private final Queue<String> tellings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger news = new AtomicInteger();
    private volatile Teller teller = (subject, notification, owed) -> {};
    private volatile Instant now = AT;
    private final Notifier<String> notifier = new Notifier<>(
            (subject, notification, owed) -> {
                tellings.add(notification.name() + " " + owed.id());
                teller.tell(subject, notification, owed);
            },
            new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    NotifierTest() {
        notifier.start(release -> news.incrementAndGet());
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    private static Notification to(String name) {
        return new Notification(name, Notification.Type.CloudEvents, "https://events.example.com", null, null);
    }

    private static Owed owed(String id, String... to) {
        return new Owed(id, Happening.Started, AT.toString(), "r1", null, 1, 100, null, "It has begun.", List.of(to));
    }

    private void owe(Owed... owed) {
        notifier.owe("r", REPORTER, WANTED, List.of(owed));
    }

    @Test
    void eachIsToldOnce() {
        owe(owed("a", "one", "other"), owed("b", "other"));
        await().until(() -> tellings.size() == 3);
        await().untilAsserted(() -> assertThat(notifier.told("r"))
                .containsExactlyInAnyOrder(
                        new Told("a", "one", Outcome.DONE, ""),
                        new Told("a", "other", Outcome.DONE, ""),
                        new Told("b", "other", Outcome.DONE, "")));
        assertThat(tellings.stream().filter(each -> each.startsWith("other"))).containsExactly("other a", "other b");
        assertThat(news).hasValue(3);
        owe(owed("a", "one", "other"), owed("b", "other"));
        await().during(Duration.ofMillis(600)).until(() -> tellings.size() == 3);
        owe();
        assertThat(notifier.told("r")).isEmpty();
    }

    @Test
    void whatIsNotTakenIsTriedAgain() {
        teller = (subject, notification, owed) -> {
            if (tellings.size() < 3) {
                throw new Teller.NotToldException("it answered 500");
            }
        };
        owe(owed("a", "one"));
        await().until(() -> notifier.told("r").contains(new Told("a", "one", Outcome.TRYING, "it answered 500")));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> notifier.told("r").contains(new Told("a", "one", Outcome.DONE, "")));
        assertThat(tellings).hasSize(3);
        assertThat(news).as("the same failure is no news").hasValue(2);
    }

    @Test
    void itIsGivenUpAnHourAfterItHappenedAndTriedOnceAtLeast() {
        now = AT.plus(Notifier.PATIENCE);
        teller = (subject, notification, owed) -> {
            throw new Teller.NotToldException("no connection");
        };
        owe(owed("a", "one"));
        await().until(() -> notifier.told("r").contains(new Told("a", "one", Outcome.GIVEN_UP, "no connection")));
        await().during(Duration.ofMillis(600)).until(() -> tellings.size() == 1);
    }

    @Test
    void oneThatHangsHoldsUpNobodyElse() {
        var held = new CountDownLatch(1);
        teller = (subject, notification, owed) -> {
            if (notification.name().equals("one")) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        owe(owed("a", "one", "other"), owed("b", "one", "other"));
        await().until(() -> notifier.told("r").size() == 2);
        assertThat(notifier.told("r")).allMatch(told -> told.to().equals("other"));
        held.countDown();
        await().until(() -> notifier.told("r").size() == 4);
    }

    @Test
    void anErrorOfOursIsNoAnswer() {
        teller = (subject, notification, owed) -> {
            throw new IllegalStateException("secret words");
        };
        owe(owed("a", "one"));
        await().until(() -> notifier.told("r").contains(new Told("a", "one", Outcome.TRYING, "IllegalStateException")));
    }

    @Test
    void whatIsOwedOfAReleaseThatIsGoneIsStillTold() {
        var held = new CountDownLatch(1);
        teller = (subject, notification, owed) -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        owe(owed("a", "one"), owed("b", "one"));
        await().until(() -> tellings.size() == 1);
        notifier.leave("r");
        held.countDown();
        await().until(() -> tellings.size() == 2);
        await("nothing is left").until(() -> notifier.told("r").isEmpty());
    }

    @Test
    void pausesGrowToFiveMinutes() {
        assertThat(Notifier.pause(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Notifier.pause(3)).isEqualTo(Duration.ofSeconds(8));
        assertThat(Notifier.pause(50)).isEqualTo(Duration.ofMinutes(5));
    }
}
