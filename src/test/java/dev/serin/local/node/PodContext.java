package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/**
 * Where a pod lives: its address, the node's, and its folder, with volumes and logs below it. The pod is as it was when
 * it started.
 */
record PodContext(Pod pod, String podIp, String hostIp, Path folder, Configs configs) {
    Path volume(String name) {
        return folder.resolve("volumes").resolve(name);
    }

    Path log(String container) {
        return folder.resolve("logs").resolve(container + ".log");
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String field(String path) {
        return Fields.of(pod, podIp, hostIp, path);
    }
}
