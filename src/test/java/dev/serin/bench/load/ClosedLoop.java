package dev.serin.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/** As many requests as there are answers: what a proxy can do at most. */
public interface ClosedLoop {
    int CONNECTIONS = 8;
    int STREAMS = 8;

    /** Its name, for the report. */
    String name();

    /** Sends so many requests and returns how many were answered a second. Throws when any of them failed. */
    double run(InetSocketAddress target, int requests) throws IOException, InterruptedException;

    /** {@code h2load} where it is installed, else the Java client. */
    static ClosedLoop best() {
        return H2Load.locate().<ClosedLoop>map(H2Load::new).orElseGet(JavaClosedLoop::new);
    }
}
