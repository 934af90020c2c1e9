package dev.serin.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Makes authorities and the certificates that they sign: X.509 (RFC 5280), ECDSA on P-256. Bouncy Castle writes the
 * structures and the JDK signs them: with Bouncy Castle's own certificate builders (bcpkix) among the classes, Netty reads
 * every key by it, which takes an operator that begins to lead a second or more.
 */
final class Issuer {
    /** Clocks of nodes may be behind the operator's: what is issued holds from a little before. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private Issuer() {}

    /** A new authority that signs nothing but server certificates, and no further authorities. */
    static Issued authority(Instant now, Duration life) {
        KeyPair pair = pair();
        // The time keeps the names of an authority and its successor apart, by which chains are built.
        var name = new X500Name("CN=serin-xds-ca-" + now.getEpochSecond() + ",O=serin.dev");
        try {
            ExtensionsGenerator extensions = extensions(pair.getPublic());
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var unsigned = unsigned(name, name, pair.getPublic(), extensions, now, life);
            return new Issued(sign(unsigned, pair.getPrivate()), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no authority could be made", e);
        }
    }

    /** A server's certificate for these DNS names. */
    static Issued server(Issued authority, List<String> names, Instant now, Duration life) {
        KeyPair pair = pair();
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        // Byte by byte, as chains are built by comparing names.
        var issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        try {
            ExtensionsGenerator extensions = extensions(pair.getPublic());
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(
                            identifier(authority.certificate().getPublicKey())));
            var subject = new X500Name("CN=serin-xds,O=serin.dev");
            var unsigned = unsigned(issuer, subject, pair.getPublic(), extensions, now, life);
            return new Issued(sign(unsigned, authority.key()), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    private static ExtensionsGenerator extensions(PublicKey key) throws GeneralSecurityException, IOException {
        var extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(key)));
        return extensions;
    }

    /** RFC 5280, 4.2.1.2, the first way. */
    private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
        return MessageDigest.getInstance("SHA-1").digest(bits);
    }

    private static V3TBSCertificateGenerator unsigned(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            ExtensionsGenerator extensions,
            Instant now,
            Duration life) {
        var unsigned = new V3TBSCertificateGenerator();
        unsigned.setSerialNumber(new ASN1Integer(new BigInteger(127, RANDOM)));
        unsigned.setSignature(ALGORITHM);
        unsigned.setIssuer(issuer);
        unsigned.setStartDate(new Time(Date.from(now.minus(SKEW))));
        unsigned.setEndDate(new Time(Date.from(now.plus(life))));
        unsigned.setSubject(subject);
        unsigned.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        unsigned.setExtensions(extensions.generate());
        return unsigned;
    }

    private static X509Certificate sign(V3TBSCertificateGenerator unsigned, PrivateKey key)
            throws GeneralSecurityException, IOException {
        var content = unsigned.generateTBSCertificate();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key, RANDOM);
        signature.update(content.getEncoded(ASN1Encoding.DER));
        var parts = new ASN1EncodableVector();
        parts.add(content);
        parts.add(ALGORITHM);
        parts.add(new DERBitString(signature.sign()));
        var der = new ByteArrayInputStream(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
