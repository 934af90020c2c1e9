package dev.serin.trust;

import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the keys should be at a time; what needs no change comes back as it is.
 *
 * <p>An authority is replaced in two steps, so that at no time a proxy meets a certificate whose authority it does not
 * know: its successor is trusted at once, and signs only after the overlap.
 */
final class Renewal {
    private Renewal() {}

    static Keyring due(Optional<Keyring> before, Instant now, Terms terms) {
        Keyring keys =
                before.filter(some -> now.isBefore(some.authority().end())).orElseGet(() -> begin(now, terms));
        if (keys.next().filter(next -> mayTakeOver(next, now, terms)).isPresent()) {
            Issued authority = keys.next().get();
            keys = new Keyring(authority, Optional.empty(), server(authority, now, terms));
        }
        if (keys.next().isEmpty() && !now.isBefore(after(keys.authority(), terms.authorityLife(), 4, 5))) {
            keys = new Keyring(
                    keys.authority(), Optional.of(Issuer.authority(now, terms.authorityLife())), keys.server());
        }
        return serves(keys, now, terms)
                ? keys
                : new Keyring(keys.authority(), keys.next(), server(keys.authority(), now, terms));
    }

    private static Keyring begin(Instant now, Terms terms) {
        Issued authority = Issuer.authority(now, terms.authorityLife());
        return new Keyring(authority, Optional.empty(), server(authority, now, terms));
    }

    private static boolean mayTakeOver(Issued next, Instant now, Terms terms) {
        return !now.isBefore(next.begin().plus(Issuer.SKEW).plus(terms.overlap()));
    }

    private static boolean serves(Keyring keys, Instant now, Terms terms) {
        return now.isBefore(after(keys.server(), terms.certificateLife(), 2, 3))
                && keys.server().isBy(keys.authority())
                && names(keys.server()).equals(Set.copyOf(terms.names()));
    }

    /** No longer than its authority, whose end would end it as well. */
    private static Issued server(Issued authority, Instant now, Terms terms) {
        Duration left = Duration.between(now, authority.end());
        Duration life = terms.certificateLife().compareTo(left) < 0 ? terms.certificateLife() : left;
        return Issuer.server(authority, terms.names(), now, life);
    }

    /** By what was wanted for it or by what it has, whichever is the shorter: the terms may have changed since. */
    private static Instant after(Issued issued, Duration wanted, int part, int of) {
        Instant begin = issued.begin().plus(Issuer.SKEW);
        Duration has = Duration.between(begin, issued.end());
        Duration life = wanted.compareTo(has) < 0 ? wanted : has;
        return begin.plus(life.multipliedBy(part).dividedBy(of));
    }

    private static Set<String> names(Issued server) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> alternatives = server.certificate().getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(alternative -> names.add(String.valueOf(alternative.get(1))));
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }
}
