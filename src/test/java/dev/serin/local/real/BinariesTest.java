package dev.serin.local.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @TempDir
    Path folder;

    private Path assets;
    private Path cache;

    @BeforeEach
    void makeFolders() throws IOException {
        assets = Files.createDirectory(folder.resolve("assets"));
        cache = Files.createDirectory(folder.resolve("cache"));
    }

    @Test
    void takesWhatTheFolderHas() throws IOException {
        for (String name : new String[] {"etcd", "kube-apiserver", "kube-controller-manager"}) {
            executable(assets.resolve(name));
        }
        assertThat(locate(Map.of()))
                .isEqualTo(new Binaries(
                        assets.resolve("etcd"),
                        assets.resolve("kube-apiserver"),
                        assets.resolve("kube-controller-manager")));
    }

    @Test
    void takesWhatTheFolderLacksOutOfTheCache() throws IOException {
        executable(assets.resolve("etcd"));
        executable(assets.resolve("kube-apiserver"));
        Path kept = Files.createDirectory(GoBuild.in(environment(Map.of())).folder());
        Path built = executable(kept.resolve("kube-controller-manager"));
        assertThat(locate(Map.of()).controllerManager()).isEqualTo(built);
    }

    @Test
    void keepsEachPairOfVersionsInAFolderOfItsOwn() {
        assertThat(GoBuild.in(environment(Map.of())).folder().getFileName().toString())
                .matches("kubernetes-1\\.\\d+\\.\\d+-etcd-3\\.\\d+\\.\\d+");
    }

    @Test
    void namesBothWaysWhenThereIsNone() throws IOException {
        // A go that can't build stands for one that isn't there, which the PATH of this JVM decides.
        assertThatThrownBy(() -> locate(Map.of("GOFLAGS", "-mod=nonsense")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no etcd")
                .hasMessageContaining("set KUBEBUILDER_ASSETS to a folder that has it")
                .hasMessageContaining("install Go from 1.24 on")
                .hasMessageContaining(cache.toString());
    }

    private Binaries locate(Map<String, String> more) {
        return Binaries.locate(environment(more));
    }

    private Map<String, String> environment(Map<String, String> more) {
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBEBUILDER_ASSETS", assets.toString());
        environment.put("SERIN_CACHE", cache.toString());
        environment.putAll(more);
        return environment;
    }

    private static Path executable(Path file) throws IOException {
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
