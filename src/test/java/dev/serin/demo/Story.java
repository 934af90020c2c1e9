package dev.serin.demo;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;

/** Tells the story on the terminal, and keeps what did not hold. */
final class Story {
    private final long start = System.nanoTime();
    private final List<String> broken = new ArrayList<>();

    void act(String title) {
        System.out.printf("%n== %s%n", title);
    }

    @FormatMethod
    void say(String words, Object... details) {
        System.out.printf("%6.1fs  %s%n", (System.nanoTime() - start) / 1e9, words.formatted(details));
    }

    /** Shows what kubectl printed. */
    void show(String output) {
        output.lines().forEach(line -> System.out.println("         " + line));
    }

    /** States something that has to hold. */
    @FormatMethod
    void claim(boolean holds, String words, Object... details) {
        String claim = words.formatted(details);
        say("%s %s", holds ? "✓" : "✗", claim);
        if (!holds) {
            broken.add(claim);
        }
    }

    List<String> broken() {
        return List.copyOf(broken);
    }
}
