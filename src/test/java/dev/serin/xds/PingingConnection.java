package dev.serin.xds;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An HTTP/2 connection that carries nothing but pings; frames as in RFC 9113, sections 4.1 and 6.7. */
final class PingingConnection implements AutoCloseable {
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;

    PingingConnection(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, new byte[0]);
    }

    void pingAndAwaitAnswer(int number) throws IOException {
        byte[] content = {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number, 0, 0, 0, 0
        };
        frame(PING, 0, content);
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == GOAWAY) {
                throw new IOException("GOAWAY: " + new String(payload, StandardCharsets.ISO_8859_1));
            }
            if (type == SETTINGS && flags == 0) {
                frame(SETTINGS, ACK, new byte[0]);
            }
            if (type == PING && flags == ACK) {
                if (!Arrays.equals(payload, content)) {
                    throw new IOException("another ping's answer");
                }
                return;
            }
        }
    }

    private void frame(int type, int flags, byte[] payload) throws IOException {
        out.write(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, 0});
        out.write(payload);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
