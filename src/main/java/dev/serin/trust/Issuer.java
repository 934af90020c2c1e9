package dev.serin.trust;

import static dev.serin.trust.Der.sequence;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Makes authorities and the certificates that they sign: X.509 (RFC 5280), ECDSA on P-256. The JDK signs them. {@link Der}
 * writes them rather than Bouncy Castle, whose provider Netty loads wherever it is among the classes: that took an operator that
 * starts a fifth of its time.
 */
final class Issuer {
    /** Clocks of nodes may be behind the operator's: what is issued holds from a little before. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String ALGORITHM = "SHA256withECDSA";
    private static final String ALGORITHM_OID = "1.2.840.10045.4.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /** A point of the curve, uncompressed: RFC 5480, 2.2. */
    private static final int POINT_BYTES = 65;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of certificates: RFC 5280, 4.2.1. */
    private enum Extension {
        SUBJECT_KEY(14, false),
        KEY_USAGE(15, true),
        ALTERNATIVE_NAMES(17, false),
        BASIC_CONSTRAINTS(19, true),
        AUTHORITY_KEY(35, false),
        EXTENDED_KEY_USAGE(37, false);

        private final int arc;
        private final boolean critical;

        Extension(int arc, boolean critical) {
            this.arc = arc;
            this.critical = critical;
        }

        byte[] of(byte[] value) {
            List<byte[]> parts = new ArrayList<>(List.of(Der.oid("2.5.29." + arc)));
            if (critical) {
                parts.add(Der.TRUE);
            }
            parts.add(Der.octets(value));
            return sequence(parts);
        }
    }

    private Issuer() {}

    /** Has the JDK make its tables of the curve, which takes a tenth of a start where the first signature waits for it. */
    static void prepare() {
        try {
            pair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keys can be made", e);
        }
    }

    /** A new authority that signs nothing but server certificates, and no further authorities. */
    static Issued authority(Instant now, Duration life) {
        try {
            KeyPair pair = pair();
            // The time keeps the names of an authority and its successor apart, by which chains are built.
            var name = new X500Principal("CN=serin-xds-ca-" + now.getEpochSecond() + ",O=serin.dev");
            byte[] extensions = sequence(
                    Extension.SUBJECT_KEY.of(Der.octets(identifier(pair.getPublic()))),
                    // An authority, with none below it.
                    Extension.BASIC_CONSTRAINTS.of(sequence(Der.TRUE, Der.integer(BigInteger.ZERO))),
                    // keyCertSign and cRLSign.
                    Extension.KEY_USAGE.of(Der.bits(1, (byte) 0x06)));
            return signed(unsigned(name, name, pair.getPublic(), extensions, now, life), pair.getPrivate(), pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no authority could be made", e);
        }
    }

    /** A server's certificate for these DNS names. */
    static Issued server(Issued authority, List<String> names, Instant now, Duration life) {
        try {
            KeyPair pair = pair();
            X509Certificate issuer = authority.certificate();
            byte[] extensions = sequence(
                    Extension.SUBJECT_KEY.of(Der.octets(identifier(pair.getPublic()))),
                    Extension.BASIC_CONSTRAINTS.of(sequence()),
                    // digitalSignature.
                    Extension.KEY_USAGE.of(Der.bits(7, (byte) 0x80)),
                    Extension.EXTENDED_KEY_USAGE.of(sequence(Der.oid(SERVER_AUTH))),
                    Extension.ALTERNATIVE_NAMES.of(sequence(names.stream()
                            .map(name -> Der.implicit(2, Der.ascii(name)))
                            .toList())),
                    Extension.AUTHORITY_KEY.of(sequence(Der.implicit(0, identifier(issuer.getPublicKey())))));
            var subject = new X500Principal("CN=serin-xds,O=serin.dev");
            byte[] unsigned =
                    unsigned(issuer.getSubjectX500Principal(), subject, pair.getPublic(), extensions, now, life);
            return signed(unsigned, authority.key(), pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    /** RFC 5280, 4.2.1.2, the first way: of the key's bits, which end its encoding. */
    private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - POINT_BYTES, encoded.length);
        return MessageDigest.getInstance("SHA-1").digest(point);
    }

    private static byte[] unsigned(
            X500Principal issuer, X500Principal subject, PublicKey key, byte[] extensions, Instant now, Duration life) {
        return sequence(
                // Version 3.
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, RANDOM)),
                sequence(Der.oid(ALGORITHM_OID)),
                // Byte by byte, as chains are built by comparing names.
                issuer.getEncoded(),
                sequence(Der.time(now.minus(SKEW)), Der.time(now.plus(life))),
                subject.getEncoded(),
                key.getEncoded(),
                Der.explicit(3, extensions));
    }

    private static Issued signed(byte[] unsigned, PrivateKey by, KeyPair pair) throws GeneralSecurityException {
        var signature = Signature.getInstance(ALGORITHM);
        signature.initSign(by, RANDOM);
        signature.update(unsigned);
        byte[] whole = sequence(unsigned, sequence(Der.oid(ALGORITHM_OID)), Der.bits(0, signature.sign()));
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        return new Issued(certificate, pair.getPrivate());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}
