package dev.serin.bench;

/** One question of the benchmark. */
public interface Question {
    /** Its short name, which is also its files' name. */
    String name();

    /** Measures; everything that was started for it is gone afterwards. */
    Result answer(Setting setting) throws Exception;
}
