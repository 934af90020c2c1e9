package dev.serin.xds;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What proxies say to a configuration that they refuse, one line a minute for each of them. */
final class RejectionLog {
    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);

    private final OnceAMinute proxies = new OnceAMinute(System::nanoTime);

    /** With the release where the SDK puts it in the reconciler's logs. */
    void rejected(ReleaseKey release, String node, Kind kind, String words) {
        long due = proxies.due(release + "/" + node);
        if (due == 0) {
            return;
        }
        MDC.put("resource.namespace", release.namespace());
        MDC.put("resource.name", release.name());
        try {
            log.warn("proxy {} refused its {}: {}{}", node, kind, words, OnceAMinute.times(due));
        } finally {
            MDC.remove("resource.namespace");
            MDC.remove("resource.name");
        }
    }
}
