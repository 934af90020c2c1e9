package dev.serin.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.api.v1alpha1.CanaryRelease;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Service was and shall be, whatever somebody does to it meanwhile. */
class TakenServiceTest {
    private static final String RELEASE = "orders";
    private static final Map<String, String> OWN = Map.of("app", "shop");
    private static final Map<String, String> TAKEN = Map.of("app", "orders.serin");

    private static Service service(Map<String, String> selector, IntOrString target) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("shop")
                .withNamespace("default")
                .withResourceVersion("7")
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withPort(80)
                .withProtocol("TCP")
                .withTargetPort(target)
                .endPort()
                .endSpec()
                .build();
    }

    private static Service named(Map<String, String> selector) {
        return service(selector, new IntOrString("grpc"));
    }

    private static TakenService seen(Service service) {
        return TakenService.of(service, 80);
    }

    private static Map<String, String> wanted(Map<String, String> selector) {
        return seen(named(selector)).wanted(RELEASE);
    }

    /** As server-side apply leaves it. */
    private static Service taken(Service before) {
        TakenService seen = seen(before);
        return merged(
                before,
                ServiceWrites.taken(
                        seen, RELEASE, seen.wanted(RELEASE), seen.portName().orElse(null)));
    }

    private static Service merged(Service before, Service applied) {
        IntOrString target = applied.getSpec().getPorts().isEmpty()
                ? before.getSpec().getPorts().getFirst().getTargetPort()
                : applied.getSpec().getPorts().getFirst().getTargetPort();
        return new ServiceBuilder(service(applied.getSpec().getSelector(), target))
                .editMetadata()
                .withLabels(applied.getMetadata().getLabels())
                .withAnnotations(applied.getMetadata().getAnnotations())
                .endMetadata()
                .build();
    }

    private static Service applied(Service live, Map<String, String> selector) {
        return new ServiceBuilder(live)
                .editSpec()
                .withSelector(selector)
                .endSpec()
                .build();
    }

    @Test
    void theSelectorKeepsItsKeysAndTellsTheReleasesProxiesFromAllElse() {
        assertThat(wanted(OWN)).isEqualTo(TAKEN);
        assertThat(wanted(Map.of("app", "a", "tier", "b")))
                .isEqualTo(Map.of("app", "orders.serin", "tier", "orders.serin"));
        assertThat(wanted(Map.of("app.kubernetes.io/name", "a", "app.kubernetes.io/instance", "b")))
                .isEqualTo(Map.of("app.kubernetes.io/name", "serin-proxy", "app.kubernetes.io/instance", RELEASE));
        assertThat(wanted(Map.of("app.kubernetes.io/name", "a")))
                .as("alone it would select every release's proxies")
                .isEqualTo(Labels.proxySelector(RELEASE));
        assertThat(wanted(Map.of())).isEqualTo(Labels.proxySelector(RELEASE));
        assertThat(seen(named(OWN))
                        .wanted("a".repeat(CanaryRelease.MAX_NAME_LENGTH))
                        .values())
                .allMatch(value -> value.length() <= 63);
    }

    @Test
    void aNamedTargetPortStaysAndANumberDoesNot() {
        assertThat(seen(taken(named(OWN))).pods()).contains(new IntOrString("grpc"));
        assertThat(ServiceWrites.taken(seen(named(OWN)), RELEASE, TAKEN, "grpc")
                        .getSpec()
                        .getPorts())
                .isEmpty();
        Service numbered = taken(service(OWN, new IntOrString(8080)));
        assertThat(numbered.getSpec().getPorts().getFirst().getTargetPort())
                .isEqualTo(new IntOrString(ProxyDeployment.TRAFFIC));
        assertThat(seen(numbered).pods()).contains(new IntOrString(8080));
        assertThat(seen(numbered).isAs(TAKEN, null, RELEASE)).isTrue();
        Service back = merged(numbered, ServiceWrites.returned(seen(numbered), RELEASE));
        assertThat(back.getSpec()).isEqualTo(service(OWN, new IntOrString(8080)).getSpec());
        assertThat(seen(service(OWN, new IntOrString(ProxyDeployment.STATUS_PORT)))
                        .portName())
                .isEmpty();
    }

    @Test
    void whatItWasIsKnownWhateverIsAppliedMeanwhile() {
        Service taken = taken(named(OWN));
        assertThat(seen(taken).isTaken()).isTrue();
        assertThat(seen(taken).selector()).isEqualTo(OWN);
        Map<String, String> other = Map.of("app", "other");
        assertThat(seen(applied(taken, other)).selector()).isEqualTo(other);
        assertThat(seen(applied(taken, other)).isTaken()).isFalse();
        assertThat(seen(applied(taken, Map.of())).selector())
                .as("left out of a manifest")
                .isEqualTo(OWN);
        assertThat(seen(taken(applied(taken, other))).selector()).isEqualTo(other);
    }

    @Test
    void oneWithoutASelectorGetsNoneBack() {
        Service taken = taken(named(Map.of()));
        assertThat(seen(taken).selector()).isEmpty();
        Service back = merged(taken, ServiceWrites.returned(seen(taken), RELEASE));
        assertThat(back.getSpec().getSelector())
                .as("matches nothing, so that its endpoints go")
                .containsEntry(Labels.ROLE, "nobody");
        assertThat(ServiceWrites.unmarked(back, RELEASE).orElseThrow()).containsKey("spec");
    }

    @Test
    void aMarkThatCannotBeReadCountsAsNoneButIsTakenAway() {
        Service odd = new ServiceBuilder(named(OWN))
                .editMetadata()
                .addToAnnotations(TakenService.ANNOTATION, "{]")
                .endMetadata()
                .build();
        assertThat(seen(odd).isTaken()).isFalse();
        assertThat(seen(odd).selector()).isEqualTo(OWN);
        assertThat(seen(odd).isMarked()).isTrue();
        assertThat(ServiceWrites.unmarked(odd, RELEASE)).isPresent();
    }

    private static Map<?, ?> patched(Service service) {
        Object meta = ServiceWrites.unmarked(service, RELEASE).orElseThrow().get("metadata");
        return meta instanceof Map<?, ?> map ? map : Map.of();
    }

    @Test
    void everyMarkIsTakenAwayInOneWriteOfTheVersionThatWasSeen() {
        Service back = named(OWN);
        back.getMetadata()
                .setManagedFields(new ArrayList<>(List.of(
                        new ManagedFieldsEntryBuilder().withManager("kubectl").build(),
                        new ManagedFieldsEntryBuilder()
                                .withManager(TakenService.MANAGER)
                                .build())));
        Map<?, ?> meta = patched(back);
        assertThat(meta.get("resourceVersion")).isEqualTo("7");
        assertThat((List<?>) meta.get("managedFields")).hasSize(1);
        back.getMetadata().getManagedFields().removeFirst();
        meta = patched(back);
        assertThat((List<?>) meta.get("managedFields")).isEqualTo(List.of(Map.of()));
        back.getMetadata().setManagedFields(List.of());
        assertThat(ServiceWrites.unmarked(back, RELEASE)).isEqualTo(Optional.empty());
    }
}
