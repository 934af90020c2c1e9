package dev.serin.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the operator is made of may be passed on with it. */
class LicencesIT {
    @Test
    void everyLicenceIsOneThatIsAllowed() throws IOException {
        assertThat(Licences.read())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.licences()).as(each.name()).anyMatch(Licences.ALLOWED::contains));
    }

    /** Netty loads its provider wherever it finds it, which takes a fifth of the operator's start. */
    @Test
    void noneIsBouncyCastle() throws IOException {
        assertThat(Licences.read()).noneMatch(each -> each.name().startsWith("org.bouncycastle:"));
    }

    @Test
    void thePageListsThem() throws IOException {
        assertThat(Files.readString(Path.of("docs/licences.md")))
                .as("run: mvn -B -q -DskipTests package exec:exec@generate")
                .isEqualTo(Licences.markdown());
    }
}
