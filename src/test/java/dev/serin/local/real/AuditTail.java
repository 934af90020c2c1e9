package dev.serin.local.real;

import dev.serin.local.Disturbances.Disturbance;
import dev.serin.local.Disturbances.Write;
import dev.serin.local.Disturbances.WriteListener;
import dev.serin.local.api.AuditRecord;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Follows the audit log, and tells of a user's writes as they come into it. */
final class AuditTail implements Disturbance {
    private static final long PERIOD_NANOS = 2_000_000;

    private final Supplier<List<AuditRecord>> log;
    private final String user;
    private final WriteListener listener;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("audit-tail").unstarted(this::follow);
    private volatile boolean closed;
    private int told;

    private AuditTail(Supplier<List<AuditRecord>> log, String user, WriteListener listener) {
        this.log = log;
        this.user = user;
        this.listener = listener;
        this.told = log.get().size();
    }

    static AuditTail of(Supplier<List<AuditRecord>> log, String user, WriteListener listener) {
        var tail = new AuditTail(log, user, listener);
        tail.thread.start();
        return tail;
    }

    private void follow() {
        while (!closed) {
            List<AuditRecord> records = log.get();
            records.subList(told, records.size()).stream()
                    .filter(record -> record.user().equals(user) && record.isWrite() && record.changed())
                    .forEach(this::tell);
            told = records.size();
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private void tell(AuditRecord record) {
        var write =
                new Write(record.verb(), record.resource(), record.subresource(), record.namespace(), record.name());
        var unused = listener.before(write);
        listener.after(write);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
