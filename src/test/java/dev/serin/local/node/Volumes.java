package dev.serin.local.node;

import dev.serin.local.node.Rewriter.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod's volumes as folders below its own: ConfigMap, Secret, downward API, projected but for the tokens, which are
 * {@link PodTokens}' own, hostPath; every other type is an empty folder. Files are replaced whole, and only when their
 * content differs.
 */
final class Volumes {
    private final PodContext context;

    Volumes(PodContext context) {
        this.context = context;
    }

    /** Where the containers' mount paths are; for one container, or for all when it is null. */
    List<Mount> mounts(@Nullable Container only) {
        List<Mount> mounts = new ArrayList<>();
        for (Container container : context.pod().getSpec().getContainers()) {
            if (only == null || container.getName().equals(only.getName())) {
                container.getVolumeMounts().forEach(mount -> mounts.add(new Mount(trim(mount), outside(mount))));
            }
        }
        return mounts;
    }

    /** Writes what differs. Throws {@link MissingConfigException} when a source isn't there. */
    void sync(Rewriter rewriter) {
        for (Volume volume : context.pod().getSpec().getVolumes()) {
            Path folder = context.volume(volume.getName());
            try {
                if (volume.getHostPath() == null) {
                    Files.createDirectories(folder);
                }
                content(volume).forEach((name, bytes) -> write(folder.resolve(name), rewritten(bytes, rewriter)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path outside(VolumeMount mount) {
        Path folder = context.pod().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()) && volume.getHostPath() != null)
                .map(volume -> Path.of(volume.getHostPath().getPath()))
                .findFirst()
                .orElse(context.volume(mount.getName()));
        return mount.getSubPath() == null ? folder : folder.resolve(mount.getSubPath());
    }

    private static String trim(VolumeMount mount) {
        String path = mount.getMountPath();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private Map<String, byte[]> content(Volume volume) {
        if (volume.getConfigMap() != null) {
            var map = volume.getConfigMap();
            return configMap(map.getName(), map.getItems(), map.getOptional());
        }
        if (volume.getSecret() != null) {
            var secret = volume.getSecret();
            return secret(secret.getSecretName(), secret.getItems(), secret.getOptional());
        }
        if (volume.getDownwardAPI() != null) {
            return downward(volume.getDownwardAPI().getItems());
        }
        Map<String, byte[]> all = new HashMap<>();
        if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(source -> all.putAll(projected(source)));
        }
        return all;
    }

    private Map<String, byte[]> projected(VolumeProjection source) {
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            return configMap(map.getName(), map.getItems(), map.getOptional());
        }
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            return secret(secret.getName(), secret.getItems(), secret.getOptional());
        }
        return source.getDownwardAPI() == null
                ? Map.of()
                : downward(source.getDownwardAPI().getItems());
    }

    private Map<String, byte[]> configMap(String name, List<KeyToPath> items, @Nullable Boolean optional) {
        return select("ConfigMap " + name, context.configs().configMap(context.namespace(), name), items, optional);
    }

    private Map<String, byte[]> secret(String name, List<KeyToPath> items, @Nullable Boolean optional) {
        return select("Secret " + name, context.configs().secret(context.namespace(), name), items, optional);
    }

    private static Map<String, byte[]> select(
            String what, Optional<Map<String, byte[]>> content, List<KeyToPath> items, @Nullable Boolean optional) {
        if (content.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new MissingConfigException(what + " not found");
        }
        Map<String, byte[]> all = content.orElse(Map.of());
        if (items.isEmpty()) {
            return all;
        }
        Map<String, byte[]> some = new HashMap<>();
        for (KeyToPath item : items) {
            byte[] bytes = all.get(item.getKey());
            if (bytes != null) {
                some.put(item.getPath(), bytes);
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new MissingConfigException(what + " has no key " + item.getKey());
            }
        }
        return some;
    }

    private Map<String, byte[]> downward(List<DownwardAPIVolumeFile> items) {
        Map<String, byte[]> files = new HashMap<>();
        items.stream()
                .filter(item -> item.getFieldRef() != null)
                .forEach(item -> files.put(
                        item.getPath(),
                        context.field(item.getFieldRef().getFieldPath()).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private static byte[] rewritten(byte[] content, Rewriter rewriter) {
        return rewriter.rewrite(new String(content, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whoever reads the file sees all of it, or what was there before. */
    static void write(Path file, byte[] content) {
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
                return;
            }
            Files.createDirectories(file.getParent());
            Path whole = file.resolveSibling("." + file.getFileName() + ".new");
            Files.write(whole, content);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
