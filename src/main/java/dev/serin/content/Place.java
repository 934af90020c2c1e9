package dev.serin.content;

import dev.serin.content.Source.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place of a pod's spec that takes environment variables or files from a ConfigMap or Secret; credentials for images
 * and for volumes are something else.
 *
 * @param optional whether the pod starts without it
 * @param rename names another object there
 */
record Place(Source source, boolean optional, Consumer<String> rename) {

    static List<Place> of(@Nullable PodSpec spec) {
        List<Place> places = new ArrayList<>();
        if (spec != null) {
            Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                    .forEach(container -> environment(container, places));
            spec.getVolumes().forEach(volume -> files(volume, places));
        }
        return places;
    }

    private static void environment(Container container, List<Place> places) {
        container.getEnvFrom().forEach(from -> all(from, places));
        container.getEnv().stream()
                .map(variable -> variable.getValueFrom())
                .filter(Objects::nonNull)
                .forEach(from -> one(from, places));
    }

    private static void all(EnvFromSource from, List<Place> places) {
        var map = from.getConfigMapRef();
        if (map != null) {
            add(places, Kind.ConfigMap, map.getName(), map.getOptional(), map::setName);
        }
        var secret = from.getSecretRef();
        if (secret != null) {
            add(places, Kind.Secret, secret.getName(), secret.getOptional(), secret::setName);
        }
    }

    private static void one(EnvVarSource from, List<Place> places) {
        var map = from.getConfigMapKeyRef();
        if (map != null) {
            add(places, Kind.ConfigMap, map.getName(), map.getOptional(), map::setName);
        }
        var secret = from.getSecretKeyRef();
        if (secret != null) {
            add(places, Kind.Secret, secret.getName(), secret.getOptional(), secret::setName);
        }
    }

    private static void files(Volume volume, List<Place> places) {
        var map = volume.getConfigMap();
        if (map != null) {
            add(places, Kind.ConfigMap, map.getName(), map.getOptional(), map::setName);
        }
        var secret = volume.getSecret();
        if (secret != null) {
            add(places, Kind.Secret, secret.getSecretName(), secret.getOptional(), secret::setSecretName);
        }
        if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(source -> projected(source, places));
        }
    }

    private static void projected(VolumeProjection source, List<Place> places) {
        var map = source.getConfigMap();
        if (map != null) {
            add(places, Kind.ConfigMap, map.getName(), map.getOptional(), map::setName);
        }
        var secret = source.getSecret();
        if (secret != null) {
            add(places, Kind.Secret, secret.getName(), secret.getOptional(), secret::setName);
        }
    }

    private static void add(
            List<Place> places, Kind kind, @Nullable String name, @Nullable Boolean optional, Consumer<String> rename) {
        if (name != null && !name.isEmpty()) {
            places.add(new Place(new Source(kind, name), Boolean.TRUE.equals(optional), rename));
        }
    }
}
