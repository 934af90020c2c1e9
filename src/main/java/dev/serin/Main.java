package dev.serin;

/** Starts the operator. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
