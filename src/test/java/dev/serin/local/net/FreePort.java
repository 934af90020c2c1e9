package dev.serin.local.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, for servers that have to be told one. They are below those that the kernel gives to
 * outgoing connections, so that one that is closed for a moment can be opened again.
 */
public final class FreePort {
    private static final int FIRST_PORT = 16_000;
    private static final int PORTS = 16_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** One of an address of this machine. */
    public static int on(String host) {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST_PORT, FIRST_PORT + PORTS)
                .filter(port -> isFree(host, port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port found on " + host));
    }

    private static boolean isFree(String host, int port) {
        try {
            bind(host, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Opens it and closes it again; port 0 for any. Throws where the address is not this machine's. */
    public static void bind(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        }
    }
}
