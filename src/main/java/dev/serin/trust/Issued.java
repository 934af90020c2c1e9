package dev.serin.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** A certificate with its private key, an elliptic curve's; both are read and written as PEM (RFC 7468). */
record Issued(X509Certificate certificate, PrivateKey key) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /**
     * Reads both.
     *
     * @throws GeneralSecurityException when one of them is none
     */
    static Issued parse(String certificate, String key) throws GeneralSecurityException {
        byte[] pkcs8;
        try {
            pkcs8 = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the key is no PEM", e);
        }
        return new Issued(
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8))),
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    Instant begin() {
        return certificate.getNotBefore().toInstant();
    }

    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /** Whether this was signed by that authority's key. */
    boolean isBy(Issued authority) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, LINES.encodeToString(der), label);
    }
}
