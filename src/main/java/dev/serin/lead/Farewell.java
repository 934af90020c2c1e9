package dev.serin.lead;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An orderly stop. The lease is given up as soon as nothing is being written any more; proxies keep their streams, on which
 * nothing is sent, until the next leader's address stands, so that they find it with their first dial.
 *
 * @param leadership what is laid down
 * @param endPasses ends the reconciling, and waits for what is being written
 * @param election given up
 * @param client reads where the next leader is; not the one that writes
 * @param address this operator's
 * @param closePort ends the proxies' streams
 */
public record Farewell(
        Leadership leadership,
        Runnable endPasses,
        Election election,
        KubernetesClient client,
        XdsAddress address,
        Runnable closePort)
        implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Farewell.class);

    /** A standby takes over within two seconds; where there is none, nobody is waited for in vain for longer. */
    private static final int SECONDS_FOR_THE_NEXT = 6;

    @Override
    public void run() {
        boolean led = leadership.isLeading();
        leadership.end();
        endPasses.run();
        election.close();
        if (led) {
            awaitNext();
        }
        closePort.run();
    }

    private void awaitNext() {
        try {
            address.slice(client)
                    .waitUntilCondition(slice -> !address.isIn(slice), SECONDS_FOR_THE_NEXT, TimeUnit.SECONDS);
            log.info("another operator leads");
        } catch (KubernetesClientException e) {
            log.info("no other operator leads yet: {}", e.getMessage());
        }
    }
}
