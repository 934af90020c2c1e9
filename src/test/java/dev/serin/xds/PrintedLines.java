package dev.serin.xds;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is printed by the JDK's own logging, as gRPC uses it, while this is open. */
final class PrintedLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    PrintedLines(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        // Loggers hand on what their own level lets through, whatever the level of those above them.
        if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            lines.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
