package dev.serin.local.real;

import java.io.IOException;

/** What must be done before Maven runs tests in the network namespace; {@code -Dserin.kubeconfig} may name a cluster. */
final class Prepare {
    private Prepare() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            System.exit(NetworkNamespace.prepare(System.getProperty("serin.kubeconfig", "")));
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
