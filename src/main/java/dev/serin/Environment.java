package dev.serin;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator's Deployment tells it.
 *
 * @param podName the operator's own pod, which is also its identity in the leader election
 * @param namespace the operator's own namespace
 * @param podIp the operator's own address, on which it listens
 * @param xdsAddress where proxies find the operator, {@code HOST:PORT}
 * @param xdsService the name of the Service behind that address
 * @param xdsPort the port on which the operator itself serves xDS
 * @param keys how the certificate of the xDS server comes about
 * @param healthPort the port of the health endpoints
 * @param watched the namespaces whose releases are served; empty: all
 * @param localGates whether gates and notifications may dial the operator's own machine, which is for tests
 */
record Environment(
        String podName,
        String namespace,
        String podIp,
        String xdsAddress,
        String xdsService,
        int xdsPort,
        KeySource keys,
        int healthPort,
        Set<String> watched,
        boolean localGates) {
    /** A namespace's name, by RFC 1123. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /**
     * Reads the environment's variables.
     *
     * @throws IllegalArgumentException when one is missing or is no number; the message names it and the mend
     */
    static Environment read(Map<String, String> variables) {
        String namespace =
                required(variables, "POD_NAMESPACE", "the operator's namespace (fieldRef metadata.namespace)");
        String service = variables.getOrDefault("SERIN_XDS_SERVICE", "serin-xds");
        int port = number(variables, "SERIN_XDS_PORT", 18000);
        return new Environment(
                required(variables, "POD_NAME", "the operator's pod (fieldRef metadata.name)"),
                namespace,
                required(variables, "POD_IP", "the operator's address (fieldRef status.podIP)"),
                variables.getOrDefault("SERIN_XDS_ADDRESS", service + "." + namespace + ".svc:" + port),
                service,
                port,
                KeySource.read(variables, service, namespace),
                number(variables, "SERIN_HEALTH_PORT", 8080),
                namespaces(variables, "SERIN_WATCH_NAMESPACES"),
                Boolean.parseBoolean(variables.get("SERIN_LOCAL_GATES")));
    }

    private static Set<String> namespaces(Map<String, String> variables, String name) {
        Set<String> names = Stream.of(variables.getOrDefault(name, "").split(","))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toUnmodifiableSet());
        for (String each : names) {
            if (!NAMESPACE.matcher(each).matches()) {
                throw new IllegalArgumentException(
                        name + " has \"" + each + "\": set it to names of namespaces with commas between them.");
            }
        }
        return names;
    }

    private static String required(Map<String, String> variables, String name, String meaning) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The environment lacks " + name + ": set it to " + meaning + ".");
        }
        return value;
    }

    private static int number(Map<String, String> variables, String name, int otherwise) {
        String value = variables.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + value + "\": set it to a port number.", e);
        }
    }
}
