package dev.serin.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.serin.api.v1alpha1.AnalysisGate.When;
import dev.serin.api.v1alpha1.GateStatus.State;
import dev.serin.plan.GateAnswer;
import dev.serin.plan.GateQuestion;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When questions are asked, and that none waits for another. */
class GateAskerTest {
    private static final GateQuestion HANGS = Questions.of(Questions.webhook("http://hangs"), When.Start, "a1");
    private static final GateQuestion ANSWERS = Questions.of(Questions.webhook("http://answers"), When.Start, "a1");
    private static final GateQuestion JOB = Questions.of(Questions.job("smoke"), When.Start, "a1");
    private static final GateQuestion BROKEN = Questions.of(Questions.webhook("http://broken"), When.Start, "a1");

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private final List<String> woken = new CopyOnWriteArrayList<>();

    private Reply ask(Subject subject, GateQuestion question) throws InterruptedException {
        if (question.equals(HANGS)) {
            new CountDownLatch(1).await();
        } else if (question.equals(BROKEN)) {
            throw new IllegalStateException("secret");
        } else if (question.equals(JOB)) {
            return looked.incrementAndGet() < 2 ? Reply.of(State.Running, "runs") : Reply.passed("done");
        }
        asked.incrementAndGet();
        return Reply.passed("yes");
    }

    @Test
    void oneThatHangsHoldsUpNoOther() {
        try (var asker = new GateAsker<String>(this::ask, Clock.systemUTC())) {
            asker.start(woken::add);
            asker.ask("a", Questions.subject("u1"), List.of(HANGS, ANSWERS, JOB, BROKEN));
            asker.ask("b", Questions.subject("u2"), List.of(ANSWERS));
            await("asked again at its interval").until(() -> asked.get() >= 4);
            await("looked at until it is over").until(() -> looked.get() == 2);
            assertThat(woken).contains("a", "b");
            assertThat(asker.answers("a"))
                    .extracting(GateAnswer::question, GateAnswer::state, GateAnswer::message)
                    .contains(
                            tuple(ANSWERS, State.Passed, "yes"),
                            tuple(BROKEN, State.Inconclusive, "it could not be asked: IllegalStateException"));
            await().until(() -> asker.answers("a").stream()
                    .anyMatch(answer -> answer.question().equals(JOB) && answer.state() == State.Passed));
        }
    }

    @Test
    void whatIsNotAskedAnyMoreIsForgottenAndWhatIsStillIsKnown() {
        try (var asker = new GateAsker<String>(this::ask, Clock.systemUTC())) {
            asker.start(woken::add);
            asker.ask("a", Questions.subject("u1"), List.of(ANSWERS, JOB));
            await().until(() -> asker.answers("a").size() == 2);
            asker.ask("a", Questions.subject("u1"), List.of(ANSWERS));
            assertThat(asker.answers("a")).extracting(GateAnswer::question).containsExactly(ANSWERS);
            asker.ask("a", Questions.subject("u1"), List.of());
            assertThat(asker.answers("a")).isEmpty();
        }
    }
}
