package dev.serin.local.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The control plane's programs. Each comes out of the folder that {@code KUBEBUILDER_ASSETS} names, where that has it
 * (what {@code setup-envtest} gives has no kube-controller-manager), else out of a build from the published Go modules.
 */
public record Binaries(Path etcd, Path apiServer, Path controllerManager) {
    /** The environment variable of the ecosystem's convention. */
    static final String ASSETS = "KUBEBUILDER_ASSETS";

    /** A program, by its file name, and the Go package that it is built from. */
    enum Program {
        ETCD("etcd", "go.etcd.io/etcd/server/v3"),
        API_SERVER("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"),
        CONTROLLER_MANAGER("kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager");

        final String file;
        final String goPackage;

        Program(String file, String goPackage) {
            this.file = file;
            this.goPackage = goPackage;
        }
    }

    /**
     * Finds them, and builds those that are missing, which takes minutes and the network.
     *
     * @throws IllegalStateException when there is no way; the message names both
     */
    public static Binaries locate() {
        return locate(System.getenv());
    }

    static Binaries locate(Map<String, String> environment) {
        String named = environment.getOrDefault(ASSETS, "");
        GoBuild build = GoBuild.in(environment);
        List<Path> paths = Arrays.stream(Program.values())
                .map(program -> locate(program, named, build))
                .toList();
        return new Binaries(paths.get(0), paths.get(1), paths.get(2));
    }

    private static Path locate(Program program, String assets, GoBuild build) {
        Path given = Path.of(assets).resolve(program.file).toAbsolutePath();
        return !assets.isEmpty() && Files.isExecutable(given) ? given : build.binary(program);
    }
}
