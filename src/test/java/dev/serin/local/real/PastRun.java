package dev.serin.local.real;

import dev.serin.local.api.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a control plane leaves in its folder. */
public final class PastRun {
    /** The file in a folder that says what answered there. */
    static final String VERSION = "version";

    static final String AUDIT = "audit.log";
    static final String NOT_READY = "not-ready";

    private PastRun() {}

    /** Whether a folder is that of a control plane that was started. */
    public static boolean isOne(Path folder) {
        return Files.exists(folder.resolve(VERSION));
    }

    /** The version of the one that has or had a folder. */
    public static String version(Path folder) throws IOException {
        return Files.readString(folder.resolve(VERSION));
    }

    /** The audit log of the one that has or had a folder; empty where it kept none. */
    public static List<AuditRecord> audit(Path folder) {
        return new AuditLog(folder.resolve(AUDIT), new NotReady(folder.resolve(NOT_READY))).events();
    }
}
