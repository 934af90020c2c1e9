package dev.serin.local.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/**
 * Who may talk to the API server: a key pair that signs service accounts' tokens, and tokens for an administrator and
 * for the controller manager. The API server makes its serving certificate itself, into the same folder.
 *
 * @param folder where all of it is
 * @param url where the API server answers
 * @param adminToken of a member of {@code system:masters}
 * @param controllerManagerToken of {@code system:kube-controller-manager}
 */
record Credentials(Path folder, String url, String adminToken, String controllerManagerToken) {
    private static final int KEY_BITS = 2048;
    private static final int PEM_LINE = 64;

    static Credentials create(Path folder, String url) throws IOException {
        var credentials = new Credentials(folder, url, token(), token());
        Files.writeString(
                credentials.tokens(), """
                %s,admin,admin,"system:masters"
                %s,system:kube-controller-manager,controller-manager
                """.formatted(credentials.adminToken, credentials.controllerManagerToken));
        Files.writeString(credentials.signingKey(), rsaKey());
        return credentials;
    }

    /** Tokens and their users, as {@code --token-auth-file} reads them. */
    Path tokens() {
        return folder.resolve("tokens.csv");
    }

    /** The private key in PEM; signs and, as it holds the public one, verifies. */
    Path signingKey() {
        return folder.resolve("service-account.key");
    }

    /** What clients trust; there once the API server has started. */
    Path certificate() {
        return folder.resolve("apiserver.crt");
    }

    /** Writes a kubeconfig for the user of a token. */
    Path kubeconfig(Path file, String token, String namespace) throws IOException {
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: real, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: user, user: {token: "%s"}}]
                contexts: [{name: real, context: {cluster: real, user: user, namespace: %s}}]
                current-context: real
                """.formatted(url, authority, token, namespace));
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    private static String rsaKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
            String text = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(der);
            return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
