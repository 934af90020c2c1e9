package dev.serin.local.real;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one way out of the network namespace: to the API server that {@code -Dkubeconfig} names. A socket in the file
 * system, which a network namespace does not hide, takes the connections out; inside, they are accepted where the API
 * server would be, so that its certificate and kubeconfig are good there too. It knows nothing but the JDK, to be started
 * from a folder of classes.
 */
final class Crossing implements AutoCloseable {
    /** The environment variable that names the socket, inside. */
    static final String SOCKET = "SERIN_API_SOCKET";

    /** The environment variable with the API server's host, which there is no DNS for inside. */
    private static final String HOST = "IN_NETNS_HOST";

    private static final int BUFFER = 64 * 1024;

    private final ServerSocketChannel listener;
    private final SocketAddress target;

    private Crossing(ServerSocketChannel listener, SocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens, and passes each connection on. */
    static Crossing open(SocketAddress from, SocketAddress to) throws IOException {
        ServerSocketChannel listener = from instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        listener.bind(from);
        var crossing = new Crossing(listener, to);
        Thread.ofPlatform().daemon().name("crossing").start(crossing::accept);
        return crossing;
    }

    /** Runs a command while connections cross: HOST PORT COMMAND [ARGUMENT...]. Exits as it does. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("serin");
        Path socket = folder.resolve("api");
        Crossing crossing =
                open(UnixDomainSocketAddress.of(socket), new InetSocketAddress(args[0], Integer.parseInt(args[1])));
        int exit;
        try {
            ProcessBuilder command = new ProcessBuilder(List.of(args).subList(2, args.length)).inheritIO();
            command.environment().put(SOCKET, socket.toString());
            command.environment().put(HOST, args[0]);
            Process process = command.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            exit = process.waitFor();
        } finally {
            crossing.close();
            Files.deleteIfExists(socket);
            Files.delete(folder);
        }
        System.exit(exit);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel accepted = listener.accept();
                Thread.ofVirtual().start(() -> join(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(SocketChannel here) {
        try (here;
                SocketChannel there = target instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open()) {
            there.connect(target);
            Thread out = Thread.ofVirtual().start(() -> copy(here, there));
            copy(there, here);
            out.join();
        } catch (IOException notThere) {
            // To who connected it looks as it would without the crossing: the connection ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bytes.clear();
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
