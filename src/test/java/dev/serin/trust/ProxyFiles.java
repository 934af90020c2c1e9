package dev.serin.trust;

import dev.serin.api.v1alpha1.ProxySpec;
import dev.serin.resources.Bootstrap;
import dev.serin.resources.XdsEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

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
    public String bootstrap(String xdsHost, int xdsPort, String xdsName) {
        var security = new XdsEndpoint.Security(xdsName, "");
        return placed(Bootstrap.of(
                new XdsEndpoint(xdsHost + ":" + xdsPort, Optional.of(security)), ProxySpec.DEFAULT_RESOURCES));
    }

    private String text(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ProxyFiles.class.getResourceAsStream("/dev/serin/resources/" + file), file)) {
            return placed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private String placed(String text) {
        return text.replace("/etc/serin/", folder + "/").replace("/var/run/secrets/serin.dev/", folder + "/");
    }
}
