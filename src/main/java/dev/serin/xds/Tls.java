package dev.serin.xds;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

/**
 * Credentials by the JDK's own TLS. What gRPC would set by {@link io.grpc.netty.GrpcSslContexts} is set here, as that looks for a
 * fit provider among all that there are, and tries the one that it finds with all authorities that Java trusts, which no
 * operator needs before its first webhook.
 */
public final class Tls {
    /** HTTP/2 and nothing else (RFC 9113, 3.2). */
    private static final ApplicationProtocolConfig HTTP_2 = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2);

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
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(HTTP_2)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be prepared", e);
        }
    }
}
