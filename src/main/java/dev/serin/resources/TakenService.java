package dev.serin.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Service that clients dial, read with regard to its takeover: what it was, and what it shall be.
 *
 * <p>Its selector keeps its keys and gets other values, which the proxies carry as labels. So what is applied again from
 * a manifest, value by value, makes the selector what it was before: clients reach pods for a moment. A selector with
 * other keys would be merged with the manifest's and match no pod at all.
 */
public final class TakenService {
    /** What it was, as JSON; in the same write as what it is. */
    public static final String ANNOTATION = "serin.dev/taken-over";
    /** Who holds what is changed for a takeover. */
    public static final String MANAGER = "serin-takeover";

    private static final String OWN = "serin.dev/";
    private static final String UNIQUE = ".serin";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Service service;
    private final int port;
    private final Optional<Mark> mark;

    /**
     * What the annotation says.
     *
     * @param selector the selector that it had
     * @param taken the selector that it was given
     * @param targetPort the target port that it had, where it was given another
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mark(
            Map<String, String> selector,
            Map<String, String> taken,
            @Nullable IntOrString targetPort) {}

    private TakenService(Service service, int port) {
        this.service = service;
        this.port = port;
        this.mark = Optional.ofNullable(service.getMetadata().getAnnotations())
                .map(all -> all.get(ANNOTATION))
                .flatMap(TakenService::read);
    }

    /** {@code port}: the one of its ports that the release is about. */
    public static TakenService of(Service service, int port) {
        return new TakenService(service, port);
    }

    /** What somebody has written there by hand and cannot be read counts as nothing. */
    private static Optional<Mark> read(String text) {
        try {
            Mark mark = JSON.readValue(text, Mark.class);
            return mark.selector() == null || mark.taken() == null ? Optional.empty() : Optional.of(mark);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it bears marks of a takeover, readable or not. */
    public boolean isMarked() {
        var meta = service.getMetadata();
        return (meta.getAnnotations() != null && meta.getAnnotations().containsKey(ANNOTATION))
                || meta.getManagedFields().stream().anyMatch(entry -> MANAGER.equals(entry.getManager()));
    }

    /** Whether it has the selector that the takeover gave it. */
    public boolean isTaken() {
        return mark.filter(known -> known.taken().equals(present())).isPresent();
    }

    /** Whether it is as it shall be while this selector is wanted. */
    public boolean isAs(Map<String, String> selector, @Nullable String portName, String release) {
        Map<String, String> labels =
                Optional.ofNullable(service.getMetadata().getLabels()).orElse(Map.of());
        return isTaken()
                && selector.equals(present())
                && release.equals(labels.get(Labels.RELEASE))
                && targetPort().filter(target -> isServed(target, portName)).isPresent();
    }

    private Map<String, String> present() {
        return Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
    }

    /**
     * The selector that it has when it is not taken over: what is seen, unless that is the takeover's. One that was left
     * out of a manifest is what it was.
     */
    public Map<String, String> selector() {
        Map<String, String> seen = new TreeMap<>(present());
        Map<String, String> known = mark.map(Mark::selector).orElse(Map.of());
        if (isTaken()) {
            return known;
        }
        seen.keySet().removeIf(key -> key.startsWith(OWN) && mark.isPresent());
        return seen.isEmpty() ? known : seen;
    }

    /** The pods' port behind the release's port when it is not taken over; empty where there is no such port. */
    public Optional<IntOrString> pods() {
        IntOrString known = mark.map(Mark::targetPort).orElse(null);
        return targetPort().map(seen -> known != null && isProxies(seen) ? known : seen);
    }

    private Optional<IntOrString> targetPort() {
        return servicePort()
                .map(found -> Optional.ofNullable(found.getTargetPort()).orElse(new IntOrString(found.getPort())));
    }

    Optional<ServicePort> servicePort() {
        return service.getSpec().getPorts().stream()
                .filter(each -> each.getPort() == port)
                .findFirst();
    }

    private static boolean isProxies(IntOrString target) {
        return Objects.equals(target.getIntVal(), ProxyDeployment.TRAFFIC);
    }

    private static boolean isServed(IntOrString target, @Nullable String portName) {
        return isProxies(target) || (portName != null && portName.equals(target.getStrVal()));
    }

    /** A name that the proxies' port can bear, so that the target port need not be changed. */
    public Optional<String> portName() {
        return pods().map(IntOrString::getStrVal).filter(name -> !ProxyDeployment.STATUS_PORT.equals(name));
    }

    /** The selector that it shall have while it leads to a release's proxies. */
    public Map<String, String> wanted(String release) {
        Map<String, String> proxies = Labels.of(release, "proxy");
        Map<String, String> wanted = new LinkedHashMap<>();
        selector().keySet().forEach(key -> wanted.put(key, proxies.getOrDefault(key, release + UNIQUE)));
        boolean tells =
                wanted.containsValue(release + UNIQUE) || wanted.keySet().containsAll(Labels.PROXY_BY_CONVENTION);
        if (!tells) {
            wanted.putAll(Labels.proxySelector(release));
        }
        return wanted;
    }

    /** The mark for a takeover with this selector, and whether the target port has to be changed for it. */
    Mark markFor(Map<String, String> selector, @Nullable String portName) {
        Optional<IntOrString> pods = pods();
        boolean served = pods.filter(target -> isServed(target, portName) && !isProxies(target))
                .isPresent();
        return new Mark(selector(), selector, served ? null : pods.orElse(null));
    }

    Optional<Mark> mark() {
        return mark;
    }

    static String text(Mark mark) {
        try {
            return JSON.writeValueAsString(mark);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels can be written as JSON", e);
        }
    }

    Service service() {
        return service;
    }
}
