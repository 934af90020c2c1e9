package dev.serin.local.real;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kubeconfig file that a user names: its present context. */
record Kubeconfig(Config config) {
    private static final String NAME = "given";
    private static final int HTTPS = 443;

    /** Throws {@link IllegalStateException} when there is no such file, or none that can be used. */
    static Kubeconfig of(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("-Dkubeconfig: there is no file " + file.toAbsolutePath());
        }
        Config config = Config.fromKubeconfig(file.toFile());
        config.setNamespace("default");
        var kubeconfig = new Kubeconfig(config);
        if (Stream.of(kubeconfig.user().getToken(), kubeconfig.user().getClientCertificateData())
                .allMatch(credential -> credential == null)) {
            throw new IllegalStateException(
                    "-Dkubeconfig: the user of %s's current context has neither a token nor a client certificate"
                            .formatted(file));
        }
        return kubeconfig;
    }

    String url() {
        return config.getMasterUrl();
    }

    /** Where the API server is; not looked up. */
    InetSocketAddress server() {
        URI uri = URI.create(url());
        return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort());
    }

    /** Writes one that needs no other file, for the same user. */
    Path write(Path file) throws IOException {
        return write(file, user(), "default");
    }

    /** Writes one for the user of a token. */
    Path write(Path file, String token, String namespace) throws IOException {
        return write(file, new AuthInfoBuilder().withToken(token).build(), namespace);
    }

    private Path write(Path file, AuthInfo user, String namespace) throws IOException {
        return Files.writeString(
                file,
                Serialization.asYaml(new ConfigBuilder()
                        .addNewCluster()
                        .withName(NAME)
                        .withNewCluster()
                        .withServer(url())
                        .withCertificateAuthorityData(data(config.getCaCertData(), config.getCaCertFile()))
                        .withInsecureSkipTlsVerify(config.isTrustCerts() ? true : null)
                        .endCluster()
                        .endCluster()
                        .addNewUser()
                        .withName(NAME)
                        .withUser(user)
                        .endUser()
                        .addNewContext()
                        .withName(NAME)
                        .withNewContext()
                        .withCluster(NAME)
                        .withUser(NAME)
                        .withNamespace(namespace)
                        .endContext()
                        .endContext()
                        .withCurrentContext(NAME)
                        .build()));
    }

    private AuthInfo user() {
        return new AuthInfoBuilder()
                .withToken(config.getAutoOAuthToken())
                .withClientCertificateData(data(config.getClientCertData(), config.getClientCertFile()))
                .withClientKeyData(data(config.getClientKeyData(), config.getClientKeyFile()))
                .build();
    }

    private static @Nullable String data(@Nullable String data, @Nullable String file) {
        try {
            return data != null || file == null
                    ? data
                    : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException("-Dkubeconfig: it names a file that cannot be read: " + file, e);
        }
    }
}
