package dev.serin.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    @Test
    void givesEachAddressOnceAndNeitherEndOfTheNetwork() {
        AddressPool pool = AddressPool.of("10.1.2.0/29");
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            given.add(pool.get());
        }
        assertThat(given)
                .containsExactlyInAnyOrder("10.1.2.1", "10.1.2.2", "10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6");
        assertThatThrownBy(pool::get).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goesRoundBeforeItGivesAnAddressAgain() {
        AddressPool pool = AddressPool.of("10.1.2.0/29");
        String first = pool.get();
        pool.release(first);
        assertThat(pool.get()).isNotEqualTo(first);
    }

    @Test
    void crossesOctets() {
        AddressPool pool = AddressPool.of("127.20.4.0/22");
        String last = "";
        for (int i = 0; i < 300; i++) {
            last = pool.get();
        }
        assertThat(last).isEqualTo("127.20.5.44");
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThatThrownBy(() -> AddressPool.of("10.1.2.0")).isInstanceOf(IllegalArgumentException.class);
    }
}
