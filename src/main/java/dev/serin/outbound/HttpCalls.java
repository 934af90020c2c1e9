package dev.serin.outbound;

import dev.serin.api.v1alpha1.GoDuration;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP requests to whatever a release's author names, and to pods: HTTP/1.1, each on a connection of its own.
 *
 * <p>Not the JDK's clients, since these look the name up once more after it has been checked, and might then dial another
 * address. No redirect is followed, no proxy of the environment used, no more read than a bounded body, and after the
 * time-out the connection is closed, wherever it stands.
 */
public final class HttpCalls {
    private static final ScheduledExecutorService WATCH = watch();

    /** One sample and its labels are far below it. */
    private static final int LONGEST_BODY = 64 * 1024;

    private final Predicate<InetAddress> allowed;
    private final int longestBody;

    HttpCalls(Predicate<InetAddress> allowed, int longestBody) {
        this.allowed = allowed;
        this.longestBody = longestBody;
    }

    /** {@code local}: whether addresses of the operator's own machine may be dialled, which is for tests. */
    public static HttpCalls of(boolean local) {
        return new HttpCalls(local ? address -> true : Addresses::mayBeDialled, LONGEST_BODY);
    }

    private static ScheduledExecutorService watch() {
        var watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("outbound-timeouts").factory());
        // Nearly all calls end before their time, and nothing of them should be kept until then.
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    /** To addresses that no author names, for bodies of up to so many bytes. */
    public static HttpCalls toPods(int longestBody) {
        return new HttpCalls(address -> true, longestBody);
    }

    /** An answer; the body is empty unless it was asked for. */
    public record Answer(int status, String body) {}

    /** There is no answer; the message says why in few words. */
    public static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswerException(String message) {
            super(message);
        }
    }

    /** Gets the answer with its body. */
    public Answer get(URI uri, Duration timeout) throws NoAnswerException {
        return call(uri, "GET", "", new byte[0], timeout, longestBody);
    }

    /** Posts something of a content type; of the answer only the status is read. */
    public int post(URI uri, String type, byte[] content, Duration timeout) throws NoAnswerException {
        return call(uri, "POST", type, content, timeout, 0).status();
    }

    private Answer call(URI uri, String method, String type, byte[] content, Duration timeout, int body)
            throws NoAnswerException {
        long end = System.nanoTime() + timeout.toNanos();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(secure || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new NoAnswerException("it is no http or https URL");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        InetAddress address = address(uri.getHost());
        try (Socket plain = new Socket(Proxy.NO_PROXY)) {
            Future<?> watch = WATCH.schedule(() -> close(plain), remaining(end), TimeUnit.MILLISECONDS);
            try {
                plain.connect(new InetSocketAddress(address, port), (int) remaining(end));
                Socket socket = secure ? secured(plain, uri.getHost(), port) : plain;
                send(socket.getOutputStream(), uri, method, type, content);
                return HttpAnswers.read(new BufferedInputStream(socket.getInputStream()), body);
            } finally {
                watch.cancel(false);
            }
        } catch (IOException e) {
            throw new NoAnswerException(words(e, remaining(end) <= 1, timeout));
        }
    }

    private static long remaining(long end) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, either way.
        }
    }

    private static String words(IOException e, boolean late, Duration timeout) {
        if (late || e instanceof SocketTimeoutException) {
            return "no answer within " + GoDuration.format(timeout);
        }
        if (e instanceof HttpAnswers.MalformedException) {
            return String.valueOf(e.getMessage());
        } else if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "no connection";
        }
        return e instanceof SSLException ? "no TLS connection that can be trusted" : "the connection broke off";
    }

    /** The first of the host's addresses; all of them have to be allowed. */
    private InetAddress address(String host) throws NoAnswerException {
        try {
            List<InetAddress> all = List.of(InetAddress.getAllByName(host));
            if (!all.stream().allMatch(allowed)) {
                throw new NoAnswerException("its address is one that may not be dialled");
            }
            return all.getFirst();
        } catch (UnknownHostException e) {
            throw new NoAnswerException("its host is not known");
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void send(OutputStream out, URI uri, String method, String type, byte[] content) throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String host = uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
        String entity =
                content.length == 0 ? "" : "Content-Type: " + type + "\r\nContent-Length: " + content.length + "\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes((method + " " + path + query + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: serin\r\nAccept: application/json\r\nConnection: close\r\n" + entity
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        out.write(request.toByteArray());
        out.flush();
    }
}
