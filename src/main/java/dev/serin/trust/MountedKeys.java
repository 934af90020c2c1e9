package dev.serin.trust;

import io.grpc.util.AdvancedTlsX509KeyManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that somebody else makes and renews, such as cert-manager: a mounted Secret with {@code ca.crt}, {@code tls.crt} and {@code tls.key}. */
public final class MountedKeys implements ChannelKeys {
    private static final Logger log = LoggerFactory.getLogger(MountedKeys.class);
    private static final long LOOK_SECONDS = 10;

    private final Path folder;
    private final AdvancedTlsX509KeyManager shown = new AdvancedTlsX509KeyManager();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("channel-keys").factory());
    private volatile String trusted = "";
    /** Of the two files of the certificate, from the first time that they are read. */
    private AdvancedTlsX509KeyManager.@Nullable Closeable watching;

    public MountedKeys(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean read() {
        take();
        return true;
    }

    @Override
    public void begin(Runnable onChange) {
        take();
        var unused = timer.scheduleWithFixedDelay(() -> look(onChange), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void take() {
        try {
            trusted = Files.readString(folder.resolve("ca.crt"));
            if (watching == null) {
                watching = shown.updateIdentityCredentials(
                        folder.resolve("tls.crt").toFile(),
                        folder.resolve("tls.key").toFile(),
                        LOOK_SECONDS,
                        TimeUnit.SECONDS,
                        timer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SERIN_XDS_TLS_DIR needs ca.crt, tls.crt and tls.key in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("tls.crt or tls.key in " + folder + " cannot be used", e);
        }
    }

    private void look(Runnable onChange) {
        try {
            String now = Files.readString(folder.resolve("ca.crt"));
            if (!now.equals(trusted)) {
                trusted = now;
                onChange.run();
            }
        } catch (IOException | RuntimeException e) {
            log.warn("{} cannot be read; tried again: {}", folder.resolve("ca.crt"), e.getMessage());
        }
    }

    @Override
    public KeyManager keyManager() {
        return shown;
    }

    @Override
    public String trusted() {
        return trusted;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
