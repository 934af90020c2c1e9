package dev.serin.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a proxy's pod has mounted, in a folder of its own: the operator's files as they are but for their paths. */
public final class ProxyFiles {
    private final Path folder;

    private ProxyFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes the files of a proxy that trusts these authorities, as PEM, and has this token. */
    public static ProxyFiles write(Path folder, String authorities, String token) throws IOException {
        var files = new ProxyFiles(Files.createDirectories(folder.toAbsolutePath()));
        Files.writeString(folder.resolve("ca.crt"), authorities);
        Files.writeString(folder.resolve("token"), token);
        for (String secret : new String[] {"trust.yaml", "token.yaml"}) {
            Files.writeString(folder.resolve(secret), files.text(secret));
        }
        return files;
    }

    /** The bootstrap for an operator at this address, with places for nothing else left. */
    public String bootstrap(String xdsHost, int xdsPort, String xdsName) throws IOException {
        return text("envoy.yaml")
                .replace("${xds.secure}", text("secure.yaml"))
                .replace("${xds.host}", xdsHost)
                .replace("${xds.port}", String.valueOf(xdsPort))
                .replace("${xds.name}", xdsName);
    }

    private String text(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ProxyFiles.class.getResourceAsStream("/dev/serin/resources/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("/etc/serin/", folder + "/")
                    .replace("/var/run/secrets/serin.dev/", folder + "/");
        }
    }
}
