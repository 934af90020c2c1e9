package dev.serin.gates;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that says whatever it is told, byte by byte, and remembers what it was asked. */
final class Answering implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Writes an answer. */
    interface Speaker {
        void speak(OutputStream out) throws IOException, InterruptedException;
    }

    Answering(Speaker speaker) throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, speaker));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    /** Always the same. */
    static Answering with(String answer) throws IOException {
        return new Answering(out -> out.write(answer.getBytes(StandardCharsets.UTF_8)));
    }

    /** A status with a body. */
    static Answering with(int status, String body) throws IOException {
        return with("HTTP/1.1 %d Words\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body));
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve(Socket socket, Speaker speaker) {
        try (socket) {
            requests.add(request(socket.getInputStream()));
            speaker.speak(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            // The client has heard enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Head and body. */
    private static String request(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return text.toString();
            }
            text.append((char) next);
        }
        for (String line : new ArrayList<>(text.toString().lines().toList())) {
            if (line.startsWith("Content-Length: ")) {
                byte[] body = in.readNBytes(Integer.parseInt(line.substring("Content-Length: ".length())));
                text.append(new String(body, StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
