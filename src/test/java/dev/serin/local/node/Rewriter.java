package dev.serin.local.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a process the view that it would have in a container, by rewriting text: the pod's loopback and any-address
 * become the pod's own address, mount paths become folders, names of Services become their addresses. A text is only
 * changed where the whole word fits: {@code 127.0.0.10}, {@code 0.0.0.0/0} and {@code /etc/envoy2} stay.
 */
final class Rewriter {
    private static final Pattern OWN_ADDRESS =
            Pattern.compile("(?<![\\d.])(?:127\\.0\\.0\\.1|0\\.0\\.0\\.0)(?!\\d|\\.\\d|/\\d{1,2}(?!\\d))");
    /** Of Envoy: in a pod's network it has one address to connect from, here it has to be told which. */
    private static final Pattern BOOTSTRAP = Pattern.compile("(?m)^dynamic_resources:$");

    private static final Pattern SERVICE = Pattern.compile(
            "(?<![\\w.-])([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\\.svc(?:\\.cluster\\.local)?\\.?(?![\\w-])");

    /** A path inside the container, and where that is on the host. */
    record Mount(String inside, Path outside) {}

    private final String podIp;
    private final List<Mount> mounts;
    private final BiFunction<String, String, Optional<String>> serviceAddress;

    /** {@code serviceAddress}: from namespace and name to the address; unknown names stay as they are. */
    Rewriter(String podIp, List<Mount> mounts, BiFunction<String, String, Optional<String>> serviceAddress) {
        this.podIp = podIp;
        this.mounts = new ArrayList<>(mounts);
        this.mounts.sort(Comparator.comparingInt((Mount mount) -> mount.inside().length())
                .reversed());
        this.serviceAddress = serviceAddress;
    }

    /** The text as the process must read it. */
    String rewrite(String text) {
        String bound = BOOTSTRAP
                .matcher(text)
                .replaceAll(
                        "cluster_manager: {upstream_bind_config: {source_address: {address: %s, port_value: 0}}}\ndynamic_resources:"
                                .formatted(podIp));
        return view(bound);
    }

    private String view(String text) {
        String own = OWN_ADDRESS.matcher(text).replaceAll(Matcher.quoteReplacement(podIp));
        String named = SERVICE.matcher(own)
                .replaceAll(found -> Matcher.quoteReplacement(
                        serviceAddress.apply(found.group(2), found.group(1)).orElse(found.group())));
        return paths(named);
    }

    /** A path inside the container, on the host; one that is in no mount stays. */
    String path(String inside) {
        return paths(inside);
    }

    private String paths(String text) {
        if (mounts.isEmpty() || text.indexOf('/') < 0) {
            return text;
        }
        StringBuilder alternatives = new StringBuilder();
        mounts.forEach(
                mount -> alternatives.append(alternatives.isEmpty() ? "" : "|").append(Pattern.quote(mount.inside())));
        // One pass, so that what one mount put in is not seen by the next.
        return Pattern.compile("(?<![\\w./-])(?:" + alternatives + ")(?![\\w.-])")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(outside(found.group())));
    }

    private String outside(String inside) {
        return mounts.stream()
                .filter(mount -> mount.inside().equals(inside))
                .findFirst()
                .orElseThrow()
                .outside()
                .toString();
    }
}
