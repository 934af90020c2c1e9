package dev.serin.trust;

import javax.net.ssl.KeyManager;

/** What the operator shows its proxies, and what they are to trust. Both change while it runs. */
public interface ChannelKeys extends AutoCloseable {
    /** Loads what takes long, beside all else that a start does: there need be no keys yet. */
    default void prepare() {}

    /** Reads the keys as they are, for one that stands by; false where there are none yet. */
    boolean read();

    /** Reads or makes the keys, and looks after them from now on; {@code onChange} hears when what is trusted changes. */
    void begin(Runnable onChange);

    /** Shows the certificate as it is now, to each new connection. */
    KeyManager keyManager();

    /** The authorities to trust, as PEM. */
    String trusted();

    @Override
    void close();
}
