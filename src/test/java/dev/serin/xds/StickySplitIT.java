package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sticky split at real Envoys: users keep their version, on every proxy, and nobody goes back while it grows. */
class StickySplitIT {
    private static final int PROXIES = 4;
    private static final int KEYS = 10_000;
    private static final int SIGMAS = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static Routing by(Routing.Mode mode) {
        return new Routing(mode, List.of(), 0, false);
    }

    @Test
    void nobodyFlipsBackWhateverThePathTheTotalAndTheProxy() throws Exception {
        Routing routing = by(new Routing.Mode.ByHeader("x-user-id"));
        try (var proxied = new Proxied(folder, Network.STICKY, PROXIES)) {
            Set<String> onCanary = new HashSet<>();
            int looks = 0;
            for (Split split : List.of(
                    new Split(1, 100),
                    new Split(50, 1000),
                    new Split(25, 100),
                    new Split(5_000, 10_000),
                    new Split(100, 100))) {
                proxied.publish(split, routing);
                // A proxy that starts anew must choose as the others do.
                proxied.restart(looks % PROXIES, proxied.config(split, routing));
                Set<String> now = canaryKeys(proxied, looks++);
                assertThat(now).as("of those on canary before, at " + split).containsAll(onCanary);
                double share = split.canary() / (double) split.total();
                assertThat((double) now.size())
                        .as("keys on canary at " + split)
                        .isBetween(KEYS * share - bound(share), KEYS * share + bound(share));
                System.out.printf("%s: %d of %d keys on canary, none went back%n", split, now.size(), KEYS);
                onCanary = now;
            }
        }
    }

    private static double bound(double share) {
        return SIGMAS * Math.sqrt(KEYS * share * (1 - share)) + 1e-9;
    }

    /** Asks for every key at one proxy, and for every tenth at another too, which has to say the same. */
    private static Set<String> canaryKeys(Proxied proxied, int round) throws Exception {
        Set<String> canary = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(PROXIES)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < PROXIES; part++) {
                int first = part;
                parts.add(threads.submit(() -> {
                    try (var one = new Caller(proxied.envoys
                                    .get((first + round) % PROXIES)
                                    .traffic());
                            var other = new Caller(proxied.envoys
                                    .get((first + round + 1) % PROXIES)
                                    .traffic())) {
                        for (int key = first; key < KEYS; key += PROXIES) {
                            Map<String, String> header = Map.of("x-user-id", "user-" + key);
                            String version = one.call(header).version();
                            if (key % 10 < 1) {
                                assertThat(other.call(header).version()).isEqualTo(version);
                            }
                            if (version.equals("v2")) {
                                canary.add("user-" + key);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        return canary;
    }

    @Test
    void aRequestWithoutTheCookieIsGivenOneThatKeepsItsVersion() throws Exception {
        Routing routing = by(new Routing.Mode.ByCookie("who", Duration.ofHours(24)));
        try (var proxied = new Proxied(folder, Network.STICKY, 2)) {
            proxied.publish(new Split(50, 100), routing);
            Set<String> cookies = new HashSet<>();
            int canary = 0;
            try (var one = new Caller(proxied.envoys.getFirst().traffic());
                    var other = new Caller(proxied.envoys.getLast().traffic())) {
                for (int user = 0; user < 200; user++) {
                    Caller.Reply first = one.call(Map.of("cookie", "theme=dark"));
                    assertThat(first.setCookie())
                            .matches("who=[0-9a-f]{16}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax");
                    String cookie = String.valueOf(first.setCookie()).split(";", 2)[0];
                    cookies.add(cookie);
                    canary += first.version().equals("v2") ? 1 : 0;
                    for (Caller caller : List.of(one, other)) {
                        Caller.Reply again = caller.call(Map.of("cookie", "theme=dark; " + cookie));
                        assertThat(again.version())
                                .as("the version of " + cookie)
                                .isEqualTo(first.version());
                        assertThat(again.setCookie()).isNull();
                    }
                }
            }
            assertThat(cookies).hasSize(200);
            assertThat(canary).isBetween(100 - SIGMAS * 8, 100 + SIGMAS * 8);
        }
    }

    @Test
    void aRequestWithoutTheHeaderGoesByChance() throws Exception {
        try (var proxied = new Proxied(folder, Network.STICKY, 1)) {
            proxied.publish(new Split(50, 100), by(new Routing.Mode.ByHeader("x-user-id")));
            var random = new Random(3);
            try (var caller = new Caller(proxied.envoys.getFirst().traffic())) {
                long canary = IntStream.range(0, 400)
                        .filter(i -> caller.call(Map.of("x-other", String.valueOf(random.nextInt())))
                                .version()
                                .equals("v2"))
                        .count();
                assertThat(canary).isBetween(200L - SIGMAS * 10, 200L + SIGMAS * 10);
            }
        }
    }
}
