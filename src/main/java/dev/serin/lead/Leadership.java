package dev.serin.lead;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the leader's duties, in this order: reconciling begun, every release gone through, port open, Service pointed here. */
public final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);

    private final Roll roll;
    private final Supplier<Set<ResourceID>> releases;
    private final Runnable reconcile;
    private final Runnable openPort;
    private final Runnable claimAddress;
    private final Consumer<String> leave;
    private volatile boolean ending;
    private volatile boolean leading;

    /** {@code releases} are all that there are now; {@code leave} ends the process at once, and takes the reason. */
    public Leadership(
            Roll roll,
            Supplier<Set<ResourceID>> releases,
            Runnable reconcile,
            Runnable openPort,
            Runnable claimAddress,
            Consumer<String> leave) {
        this.roll = roll;
        this.releases = releases;
        this.reconcile = reconcile;
        this.openPort = openPort;
        this.claimAddress = claimAddress;
        this.leave = leave;
    }

    /** Begins on a thread of its own, since the election must go on meanwhile. */
    void begin() {
        Thread.ofPlatform().daemon().name("leadership").start(this::takeUp);
    }

    /** An orderly end: losing the lead from now on is what is wanted. */
    void end() {
        ending = true;
        leading = false;
    }

    /** Somebody else may lead by now: this process must neither write nor push any more. */
    public void lost(String why) {
        if (!ending) {
            leave.accept("the lead is lost: " + why);
        }
    }

    /** Whether all duties have been taken up, and not been laid down since. */
    public boolean isLeading() {
        return leading;
    }

    private void takeUp() {
        try {
            reconcile.run();
            roll.await(releases);
            openPort.run();
            claimAddress.run();
            leading = !ending;
            log.info("leading; proxies are pointed to this operator");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!ending) {
                log.error("the leader's duties could not be taken up", e);
                leave.accept("another has to lead");
            }
        }
    }
}
