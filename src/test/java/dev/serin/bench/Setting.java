package dev.serin.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How thorough a run is, and what every question may use.
 *
 * @param folder for files and logs
 * @param quick whether the whole has to end within five minutes
 * @param say tells what is going on
 */
public record Setting(Path folder, boolean quick, Consumer<String> say) {
    /** One number for a quick run, another for a full one. */
    public int pick(int quickly, int fully) {
        return quick ? quickly : fully;
    }

    @FormatMethod
    public void say(String format, Object... arguments) {
        say.accept(format.formatted(arguments));
    }
}
