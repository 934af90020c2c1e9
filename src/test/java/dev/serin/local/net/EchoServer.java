package dev.serin.local.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Answers a question mark with its own address, and sends everything else back; ends when the client does. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket();
    private final InetSocketAddress address;

    EchoServer(InetSocketAddress address) throws IOException {
        this.address = address;
        listener.setReuseAddress(true);
        listener.bind(address);
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return address.getHostString();
    }

    /** What a question is answered with: 16 characters. */
    String name() {
        return String.format("%-16s", address());
    }

    static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write('?');
        return new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII);
    }

    /** Sends all, closes its own half, and reads until the other one is closed too. */
    static byte[] echo(Socket socket, byte[] data) throws IOException {
        CompletableFuture<byte[]> back = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                back.complete(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                back.completeExceptionally(e);
            }
        });
        socket.getOutputStream().write('!');
        socket.getOutputStream().write(data);
        socket.shutdownOutput();
        return back.join();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            assert listener.isClosed() : e;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (first == '?') {
                    socket.getOutputStream().write(name().getBytes(StandardCharsets.US_ASCII));
                } else {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    in.transferTo(all);
                    all.writeTo(socket.getOutputStream());
                }
            }
        } catch (IOException e) {
            assert socket.isClosed() || !e.toString().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
