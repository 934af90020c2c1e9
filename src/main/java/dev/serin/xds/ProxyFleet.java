package dev.serin.xds;

import java.util.List;
import java.util.function.Consumer;

/** All proxies of all releases, as the rest of the operator sees them. Safe for use by many threads. */
public interface ProxyFleet {
    /**
     * Makes this the wanted configuration of a release's proxies, those connected and those yet to connect. Returns
     * at once; the same configuration again does nothing.
     */
    void publish(ProxyConfig config);

    /** Forgets a release; proxies of it that are still connected keep what they have. */
    void remove(ReleaseKey release);

    /** The release's connected proxies, ordered by node. */
    List<ProxyState> proxies(ReleaseKey release);

    /** Calls the listener, on some thread, whenever {@link #proxies} of a release may have changed. */
    void onChange(Consumer<ReleaseKey> listener);
}
