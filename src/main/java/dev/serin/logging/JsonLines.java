package dev.serin.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * One JSON object a line to standard output; the release's namespace and name are in the MDC ({@code resource.namespace},
 * {@code resource.name}). {@code SERIN_LOG_LEVEL} is the level of Serin's own lines (INFO), {@code SERIN_LOG_LEVEL_SDK} that of
 * the operator SDK's (WARN). It is not a {@code logback.xml}, as to read one takes an operator that starts longer than all that
 * it logs; one that is named by {@code -Dlogback.configurationFile}, or a {@code logback-test.xml}, still wins.
 */
public final class JsonLines extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null
                || ClassLoader.getSystemResource("logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender(context));
        levels(System.getenv()).forEach((name, level) -> context.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** By the loggers' names; a level that is none is taken for the usual one. */
    static Map<String, Level> levels(Map<String, String> environment) {
        return Map.of(
                "dev.serin",
                Level.toLevel(environment.get("SERIN_LOG_LEVEL"), Level.INFO),
                "io.javaoperatorsdk",
                Level.toLevel(environment.get("SERIN_LOG_LEVEL_SDK"), Level.WARN));
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
