package dev.serin.samples;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * How a sample server behaves, read from its environment.
 *
 * @param address POD_IP (0.0.0.0 by default) and PORT (9090 by default)
 * @param version VERSION, "v1" by default
 * @param pod POD_NAME, else HOSTNAME
 * @param failPercent FAIL_PERCENT, 0 to 100: that share of unary calls fails with INTERNAL (HTTP: 500), evenly spread
 * @param delay DELAY_MS before each unary answer
 * @param crashAfter CRASH_AFTER_S: exits with code 3 after that time; zero means never
 * @param grace GRACE_S (25 by default): how long calls may go on after SIGTERM
 */
record ServerOptions(
        InetSocketAddress address,
        String version,
        String pod,
        double failPercent,
        Duration delay,
        Duration crashAfter,
        Duration grace) {

    static ServerOptions from(Map<String, String> env) {
        return new ServerOptions(
                new InetSocketAddress(
                        env.getOrDefault("POD_IP", "0.0.0.0"), Integer.parseInt(env.getOrDefault("PORT", "9090"))),
                env.getOrDefault("VERSION", "v1"),
                env.getOrDefault("POD_NAME", env.getOrDefault("HOSTNAME", "unknown")),
                Double.parseDouble(env.getOrDefault("FAIL_PERCENT", "0")),
                Duration.ofMillis(Long.parseLong(env.getOrDefault("DELAY_MS", "0"))),
                Duration.ofSeconds(Long.parseLong(env.getOrDefault("CRASH_AFTER_S", "0"))),
                Duration.ofSeconds(Long.parseLong(env.getOrDefault("GRACE_S", "25"))));
    }
}
