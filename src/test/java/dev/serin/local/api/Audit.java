package dev.serin.local.api;

import java.util.ArrayList;
import java.util.List;

/** All requests since the start, or since it was cleared. */
final class Audit {
    private final List<AuditRecord> records = new ArrayList<>();

    synchronized void note(AuditRecord record) {
        records.add(record);
    }

    synchronized List<AuditRecord> records() {
        return List.copyOf(records);
    }

    synchronized void clear() {
        records.clear();
    }
}
