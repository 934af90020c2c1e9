package dev.serin.outbound;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers of HTTP/1.1 (RFC 9112), and never more than is needed. */
final class HttpAnswers {
    private static final int LONGEST_HEAD = 32 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int FIRST_FINAL = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

    /** It is no answer of HTTP, or one that is too long. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final int longestBody;
    private int head;

    private HttpAnswers(InputStream in, int longestBody) {
        this.in = in;
        this.longestBody = longestBody;
    }

    /** With the body of a success, of up to so many bytes; 0 where it is not wanted. */
    static HttpCalls.Answer read(InputStream in, int longestBody) throws IOException {
        return new HttpAnswers(in, longestBody).answer();
    }

    private HttpCalls.Answer answer() throws IOException {
        int status = status();
        Map<String, String> headers = headers();
        while (status < FIRST_FINAL) {
            status = status();
            headers = headers();
        }
        boolean wanted = longestBody > 0 && status == FIRST_FINAL;
        return new HttpCalls.Answer(status, wanted ? new String(body(headers), StandardCharsets.UTF_8) : "");
    }

    private int status() throws IOException {
        Matcher line = STATUS.matcher(line());
        if (!line.matches()) {
            throw new MalformedException("the answer is no HTTP/1.1");
        }
        return Integer.parseInt(line.group(1));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** Up to the end of a line, which is no part of it. */
    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("in the middle of a line");
            }
            if (++head > LONGEST_HEAD || line.length() >= LONGEST_LINE) {
                throw new MalformedException("the answer's head is too long");
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
        String length = headers.get("content-length");
        if (coding.equals("chunked")) {
            return chunks();
        } else if (!coding.isEmpty() || headers.containsKey("content-encoding")) {
            throw new MalformedException("the answer is encoded");
        } else if (length != null) {
            return exactly(number(length, 10));
        }
        byte[] all = in.readNBytes(longestBody + 1);
        checked(all.length);
        return all;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            checked(body.size() + size);
            body.writeBytes(exactly(size));
            if (!line().isEmpty()) {
                throw new MalformedException("the answer's chunks are broken");
            }
            // Heads of chunks are no head of the answer.
            head = 0;
        }
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseUnsignedInt(text, radix);
            return checked(number < 0 ? Integer.MAX_VALUE : number);
        } catch (NumberFormatException e) {
            throw new MalformedException("the answer's length is no number");
        }
    }

    private int checked(int length) throws IOException {
        if (length > longestBody) {
            throw new MalformedException("the answer is longer than " + longestBody / 1024 + " KiB");
        }
        return length;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("in the middle of the body");
        }
        return bytes;
    }
}
