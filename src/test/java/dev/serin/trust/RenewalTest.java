package dev.serin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
    private static final Terms TERMS = new Terms(
            Duration.ofDays(3650), Duration.ofDays(90), Duration.ofDays(1), List.of("serin-xds.serin-system"));

    private final Keyring first = Renewal.due(Optional.empty(), BEGIN, TERMS);

    private static Instant day(double days) {
        return BEGIN.plusSeconds(Math.round(days * 86_400));
    }

    private static Keyring due(Keyring keys, Instant now) {
        return Renewal.due(Optional.of(keys), now, TERMS);
    }

    @Test
    void atFirstThereIsOneAuthorityAndWhatItSigned() {
        assertThat(first.server().isBy(first.authority())).isTrue();
        assertThat(first.next()).isEmpty();
        assertThat(first.authority().end()).isEqualTo(day(3650));
        assertThat(first.server().end()).isEqualTo(day(90));
    }

    @Test
    void nothingIsRenewedBeforeItsTime() {
        assertThat(due(first, BEGIN)).isEqualTo(first);
        assertThat(due(first, day(59))).isEqualTo(first);
    }

    @Test
    void theCertificateIsRenewedAfterTwoThirdsByTheSameAuthority() {
        Keyring renewed = due(first, day(60));
        assertThat(renewed.authority()).isEqualTo(first.authority());
        assertThat(renewed.trusted()).isEqualTo(first.trusted());
        assertThat(renewed.server()).isNotEqualTo(first.server());
        assertThat(renewed.server().isBy(first.authority())).isTrue();
    }

    @Test
    void anAuthorityIsTrustedBeforeItSigns() {
        Keyring both = due(first, day(2920));
        Issued next = both.next().orElseThrow();
        assertThat(both.trusted()).contains(first.trusted()).contains(next.certificatePem());
        assertThat(both.server().isBy(first.authority())).isTrue();
        assertThat(due(both, day(2920.9)).authority()).isEqualTo(first.authority());
        Keyring after = due(both, day(2921));
        assertThat(after.authority()).isEqualTo(next);
        assertThat(after.next()).isEmpty();
        assertThat(after.server().isBy(next)).isTrue();
    }

    @Test
    void atNoTimeAProxyMeetsACertificateThatItCannotKnow() {
        Keyring keys = first;
        List<Keyring> all = new ArrayList<>(List.of(keys));
        for (int day = 0; day < 8000; day++) {
            keys = due(keys, day(day));
            all.add(keys);
        }
        assertThat(all.stream().map(Keyring::authority).distinct()).hasSizeGreaterThan(2);
        for (int i = 1; i < all.size(); i++) {
            Keyring before = all.get(i - 1);
            Keyring now = all.get(i);
            // What proxies read up to a day ago trusts what is shown now.
            assertThat(before.trusted()).contains(now.authority().certificatePem());
            assertThat(now.server().isBy(now.authority())).isTrue();
            assertThat(now.server().end())
                    .isAfter(day(i - 1))
                    .isBeforeOrEqualTo(now.authority().end());
        }
    }

    @Test
    void whatHasEndedIsMadeAnew() {
        Keyring anew = due(first, day(4000));
        assertThat(anew.authority()).isNotEqualTo(first.authority());
        assertThat(anew.server().isBy(anew.authority())).isTrue();
    }

    @Test
    void anotherNameIsAnotherCertificate() {
        var renamed = new Terms(TERMS.authorityLife(), TERMS.certificateLife(), TERMS.overlap(), List.of("other.shop"));
        Keyring keys = Renewal.due(Optional.of(first), BEGIN, renamed);
        assertThat(keys.authority()).isEqualTo(first.authority());
        assertThat(keys.server()).isNotEqualTo(first.server());
    }

    @Test
    void theSecretKeepsAllOfIt() throws GeneralSecurityException {
        Keyring both = due(first, day(2920));
        assertThat(Keyring.parse(both.data())).isEqualTo(both);
        assertThat(Keyring.parse(first.data())).isEqualTo(first);
        assertThat(both.data()).containsKeys("ca.crt", "tls.crt", "tls.key");
    }

    @Test
    void whatIsNoSecretOfOursSaysWhy() {
        assertThatThrownBy(() -> Keyring.parse(Map.of("ca.crt", "x"))).hasMessageContaining("authority.crt");
        assertThatThrownBy(() -> Keyring.parse(
                        Map.of("authority.crt", "x", "authority.key", "y", "tls.crt", "x", "tls.key", "y")))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
