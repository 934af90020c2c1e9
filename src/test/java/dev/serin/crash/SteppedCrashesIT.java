package dev.serin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A whole story, once undisturbed, then with a crash before and after each of the operator's writes in turn. */
class SteppedCrashesIT {
    /** Most of the time is waited. */
    private static final int AT_A_TIME = 4;
    /** As an API server here keeps all that ever was. */
    private static final int IN_A_WORLD = 8;
    /** All of them would be a fifth of the time that a whole run has. */
    private static final int PARTS = 2;

    private final AtomicInteger killed = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void aCrashBeforeOrAfterAnyWriteChangesNothingInTheEnd() throws Exception {
        Crashes none = Crashes.none("calm");
        List<String> calm;
        try (var world = new SteppedWorld()) {
            calm = SteppedStory.told(world, "calm", none);
        }
        int all = 2 * none.writes();
        Queue<Integer> stories = IntStream.range(0, all)
                .filter(moment -> Crashes.isOurs(moment, PARTS))
                .boxed()
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        int told = stories.size();
        System.out.printf("%d of %d stories, with a crash before or after a write%n", told, all);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<Void>> lanes = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                lanes.add(threads.submit(() -> lane(stories, calm)));
            }
            for (Future<Void> lane : lanes) {
                lane.get();
            }
        }
        assertThat(wrong).isEmpty();
        // A telling may need fewer writes than the first, as what comes at the same time is written at once.
        assertThat(killed.get()).isBetween(told * 9 / 10, told);
    }

    private Void lane(Queue<Integer> stories, List<String> calm) throws Exception {
        while (!stories.isEmpty()) {
            try (var world = new SteppedWorld()) {
                for (int i = 0; i < IN_A_WORLD; i++) {
                    Integer story = stories.poll();
                    if (story != null) {
                        play(world, story, calm);
                    }
                }
            }
        }
        return null;
    }

    private void play(SteppedWorld world, int story, List<String> calm) {
        String name = "crash" + story;
        Crashes crashes = Crashes.at(world::kill, name, story);
        try {
            assertThat(SteppedStory.told(world, name, crashes)).isEqualTo(calm);
            killed.addAndGet(crashes.made().size());
        } catch (AssertionError | RuntimeException e) {
            wrong.add("%s, killed %s: %s".formatted(name, crashes.made(), e));
        }
    }
}
