package dev.serin.trust;

import dev.serin.xds.Callers;
import dev.serin.xds.Door;
import dev.serin.xds.Limits;
import dev.serin.xds.ProxyIdentity;
import dev.serin.xds.ReleaseKey;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of a channel whose both ends are in a test, and tokens that it accepts. */
public final class TestKeys {
    /** The name in the certificate. */
    public static final String NAME = "serin-xds.serin-system";

    private static final Pattern TOKEN = Pattern.compile("(.+)/(.+) (.+)");
    private static final Keyring KEYS = keys(Clock.systemUTC());

    private TestKeys() {}

    private static Keyring keys(Clock clock) {
        return Renewal.due(
                Optional.empty(),
                clock.instant(),
                new Terms(Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(1), List.of(NAME)));
    }

    /** A port that only those with such a token come in to. */
    public static Door door() {
        try {
            return new Door(
                    TlsServerCredentials.create(
                            stream(KEYS.server().certificatePem()),
                            stream(KEYS.server().keyPem())),
                    Optional.of(TestKeys::caller),
                    Limits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Credentials of a client that trusts that port. */
    public static ChannelCredentials trusting() {
        return ProxyCredentials.trusting(trusted());
    }

    /** The authorities to trust, as PEM. */
    public static String trusted() {
        return KEYS.trusted();
    }

    /** The token of a release's proxy. */
    public static String token(ReleaseKey release, String node) {
        return release + " " + node;
    }

    private static ProxyIdentity caller(String token) throws Callers.RefusedException {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new Callers.RefusedException(Status.Code.UNAUTHENTICATED, "its token is not accepted");
        }
        return new ProxyIdentity(new ReleaseKey(parts.group(1), parts.group(2)), parts.group(3));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
