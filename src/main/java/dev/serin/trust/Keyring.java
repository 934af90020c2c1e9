package dev.serin.trust;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All keys of the channel, as the Secret keeps them.
 *
 * @param authority signs the server's certificate
 * @param next the authority's successor, trusted already, which signs nothing yet
 * @param server what the server shows
 */
record Keyring(Issued authority, Optional<Issued> next, Issued server) {
    private static final String TRUSTED = "ca.crt";
    private static final String AUTHORITY = "authority";
    private static final String NEXT = "next-authority";
    private static final String SERVER = "tls";
    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";

    /** The certificates of all authorities that proxies are to trust, as PEM. */
    String trusted() {
        return authority.certificatePem() + next.map(Issued::certificatePem).orElse("");
    }

    /** The Secret's content; {@code ca.crt}, {@code tls.crt} and {@code tls.key} as Kubernetes names them. */
    Map<String, String> data() {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(TRUSTED, trusted());
        put(data, AUTHORITY, authority);
        next.ifPresent(issued -> put(data, NEXT, issued));
        put(data, SERVER, server);
        return data;
    }

    /**
     * Reads the Secret's content.
     *
     * @throws GeneralSecurityException when it is not what was written; the message names the key
     */
    static Keyring parse(Map<String, String> data) throws GeneralSecurityException {
        return new Keyring(
                get(data, AUTHORITY),
                data.containsKey(NEXT + CERTIFICATE) ? Optional.of(get(data, NEXT)) : Optional.empty(),
                get(data, SERVER));
    }

    private static void put(Map<String, String> data, String name, Issued issued) {
        data.put(name + CERTIFICATE, issued.certificatePem());
        data.put(name + KEY, issued.keyPem());
    }

    private static Issued get(Map<String, String> data, String name) throws GeneralSecurityException {
        String certificate = data.get(name + CERTIFICATE);
        String key = data.get(name + KEY);
        if (certificate == null || key == null) {
            throw new GeneralSecurityException("it has no " + name + CERTIFICATE + " with " + name + KEY);
        }
        return Issued.parse(certificate, key);
    }
}
