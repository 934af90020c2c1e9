package dev.serin.xds;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

/**
 * Credentials by the JDK's own TLS provider, which is named here: gRPC would look for a fit one among all providers that there
 * are, and so load each of them.
 */
public final class Tls {
    private static final String PROVIDER = "SunJSSE";

    static {
        // Netty tries out a key store in memory when it is loaded, whose password needs no thousands of rounds.
        Security.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");
    }

    private Tls() {}

    /** A server's, with the keys that it shows at the time of each handshake. */
    public static ServerCredentials server(KeyManager keys) {
        return NettySslContextServerCredentials.create(built(SslContextBuilder.forServer(keys)));
    }

    /** A client's that trusts these authorities, in PEM. */
    public static ChannelCredentials client(String trusted) {
        var authorities = new ByteArrayInputStream(trusted.getBytes(StandardCharsets.UTF_8));
        return NettySslContextChannelCredentials.create(
                built(SslContextBuilder.forClient().trustManager(authorities)));
    }

    private static SslContext built(SslContextBuilder builder) {
        Provider provider = Security.getProvider(PROVIDER);
        try {
            return (provider == null
                            ? GrpcSslContexts.configure(builder)
                            : GrpcSslContexts.configure(builder, provider))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be prepared", e);
        }
    }
}
