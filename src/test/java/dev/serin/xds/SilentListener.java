package dev.serin.xds;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port on which connecting gets no answer at all, as on a node that is gone: its queue of connections is full, and
 * the kernel drops what comes.
 */
final class SilentListener implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 300;

    private final ServerSocket socket;
    private final List<Socket> queue = new ArrayList<>();

    SilentListener(String address) throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getByName(address));
        await().until(() -> !answers());
    }

    private boolean answers() throws IOException {
        var connection = new Socket();
        try {
            connection.connect(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()), PATIENCE_MILLIS);
            queue.add(connection);
            return true;
        } catch (SocketTimeoutException e) {
            connection.close();
            return false;
        }
    }

    Endpoint endpoint() {
        return new Endpoint(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (Socket connection : queue) {
            connection.close();
        }
        socket.close();
    }
}
