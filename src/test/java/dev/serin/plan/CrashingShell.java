package dev.serin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The writes of an operator one by one, before and after each of which a crash can happen. */
abstract class CrashingShell {
    /** The operator stops here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    int writes;
    /** Which write to crash at, from 1; a crash comes once. */
    int crashAt;

    boolean crashAfter;
    /** Crashes at one in twenty writes, if there is one. */
    @Nullable
    Random chance;

    final List<String> log = new ArrayList<>();

    /** What always holds. */
    abstract void check();

    void write(String what, boolean needed, Runnable change) {
        if (!needed) {
            return;
        }
        writes++;
        boolean unlucky = chance != null && chance.nextInt(20) == 0;
        boolean after = unlucky ? writes % 2 == 0 : crashAfter;
        boolean crashes = writes == crashAt || unlucky;
        if (crashes && !after) {
            throw new Crash();
        }
        change.run();
        log.add(what);
        check();
        if (crashes) {
            throw new Crash();
        }
    }
}
