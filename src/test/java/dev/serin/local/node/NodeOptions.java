package dev.serin.local.node;

import dev.serin.local.net.AddressPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a node runs pods.
 *
 * @param name the node's name, as pods are bound to it
 * @param hostIp the node's own address
 * @param folder pods' folders, with their volumes and logs, are made here
 * @param podIps addresses for pods; the host must be able to listen on them
 * @param images what images stand for
 * @param initialBackOff before the second restart of a container, and between looks for a missing image; doubles up to
 *     five minutes
 * @param eagerProbes how often a container that has just started is probed; zero: by its period
 * @param binding how pods are bound to the node
 * @param heartbeat how often the node renews its lease; zero: never, where nobody waits for it
 * @param foreign namespaces whose pods are none of its business
 * @param access what pods are given as their service account's
 */
public record NodeOptions(
        String name,
        String hostIp,
        Path folder,
        AddressPool podIps,
        ImageRegistry images,
        Duration initialBackOff,
        Duration eagerProbes,
        Binding binding,
        Duration heartbeat,
        Set<String> foreign,
        Access access) {
    /** How pods are bound. */
    public enum Binding {
        /** Writes {@code spec.nodeName}; for API servers that let it be written. */
        NODE_NAME,
        /** Posts a Binding, as a scheduler does. */
        BINDING
    }

    /** As the kubelet does it, but for probes, which are eager. */
    public static NodeOptions of(Path folder, AddressPool podIps, ImageRegistry images, Access access) {
        return new NodeOptions(
                "local",
                "127.0.0.1",
                folder,
                podIps,
                images,
                Duration.ofSeconds(10),
                Duration.ofMillis(50),
                Binding.NODE_NAME,
                Duration.ZERO,
                Set.of(),
                access);
    }

    public NodeOptions initialBackOff(Duration d) {
        return new NodeOptions(
                name, hostIp, folder, podIps, images, d, eagerProbes, binding, heartbeat, foreign, access);
    }

    public NodeOptions binding(Binding b) {
        return new NodeOptions(
                name, hostIp, folder, podIps, images, initialBackOff, eagerProbes, b, heartbeat, foreign, access);
    }

    public NodeOptions heartbeat(Duration d) {
        return new NodeOptions(
                name, hostIp, folder, podIps, images, initialBackOff, eagerProbes, binding, d, foreign, access);
    }

    public NodeOptions foreign(Set<String> f) {
        return new NodeOptions(
                name, hostIp, folder, podIps, images, initialBackOff, eagerProbes, binding, heartbeat, f, access);
    }
}
