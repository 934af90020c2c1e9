package dev.serin.trust;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that the operator makes and renews itself, in a Secret of its namespace that only the leader writes. Whoever
 * deletes that Secret gets new ones at once: that is how an authority that leaked is replaced, at the price that proxies
 * hear nothing new until the new one has reached their files, within a minute or two.
 */
public final class OwnKeys implements ChannelKeys {
    private static final Logger log = LoggerFactory.getLogger(OwnKeys.class);
    private static final String MANAGER = "serin";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Terms terms;
    private final Clock clock;
    private final AdvancedTlsX509KeyManager shown = new AdvancedTlsX509KeyManager();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("channel-keys").factory());
    private @Nullable Keyring keys;
    /** As PEM, since every release asks for it each time it is gone through. */
    private volatile @Nullable String trusted;

    private Runnable onChange = () -> {};

    /** {@code name} is the Secret's. */
    public OwnKeys(KubernetesClient client, String namespace, String name, Terms terms, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.terms = terms;
        this.clock = clock;
    }

    /** Only these are signed and verified here. */
    @Override
    public void prepare() {
        Issuer.prepare();
    }

    @Override
    public synchronized boolean read() {
        stored().ifPresent(this::take);
        return keys != null;
    }

    @Override
    public void begin(Runnable onChange) {
        look();
        this.onChange = onChange;
        long period = terms.lookEvery().toMillis();
        var unused = timer.scheduleWithFixedDelay(this::lookAgain, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public KeyManager keyManager() {
        return shown;
    }

    @Override
    public String trusted() {
        String now = trusted;
        if (now == null) {
            throw new IllegalStateException("the keys have not been read yet");
        }
        return now;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            log.warn("Secret {}/{} cannot be looked after; tried again: {}", namespace, name, e.getMessage());
        }
    }

    private synchronized void look() {
        Optional<Keyring> stored = stored();
        Keyring due = Renewal.due(stored, clock.instant(), terms);
        if (!Optional.of(due).equals(stored)) {
            write(due);
            log.info(
                    "the xDS server's certificate holds until {}, its authority until {}{}",
                    due.server().end(),
                    due.authority().end(),
                    due.next().map(next -> ", the next one is trusted already").orElse(""));
        }
        String before = trusted;
        take(due);
        if (before != null && !before.equals(trusted)) {
            onChange.run();
        }
    }

    private void take(Keyring due) {
        if (keys == null || !keys.server().equals(due.server())) {
            show(due.server());
        }
        keys = due;
        trusted = due.trusted();
    }

    private void show(Issued server) {
        shown.updateIdentityCredentials(new X509Certificate[] {server.certificate()}, server.key());
    }

    private Optional<Keyring> stored() {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null || secret.getData() == null) {
            return Optional.empty();
        }
        Map<String, String> data = new LinkedHashMap<>();
        secret.getData()
                .forEach((key, value) ->
                        data.put(key, new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8)));
        try {
            return Optional.of(Keyring.parse(data));
        } catch (GeneralSecurityException e) {
            log.warn("Secret {}/{} is made anew: {}", namespace, name, e.getMessage());
            return Optional.empty();
        }
    }

    private void write(Keyring due) {
        Map<String, String> data = new LinkedHashMap<>();
        due.data()
                .forEach((key, value) ->
                        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/part-of", "serin")
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        client.resource(secret).fieldManager(MANAGER).forceConflicts().serverSideApply();
    }
}
