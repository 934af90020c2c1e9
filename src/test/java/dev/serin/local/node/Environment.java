package dev.serin.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment that a container's process gets: nothing of this JVM's own but the PATH. */
final class Environment {
    private final PodContext context;

    Environment(PodContext context) {
        this.context = context;
    }

    /** What the container says is rewritten, what the image says is not. Throws {@link MissingConfigException} when a source that is not optional isn't there. */
    Map<String, String> of(Container container, Map<String, String> imageEnv, Rewriter rewriter) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
        env.put("HOME", context.folder().toString());
        env.put("HOSTNAME", context.pod().getMetadata().getName());
        env.putAll(imageEnv);
        container.getEnvFrom().forEach(source -> from(source, env, rewriter));
        for (EnvVar variable : container.getEnv()) {
            EnvVarSource source = variable.getValueFrom();
            if (source == null) {
                env.put(
                        variable.getName(),
                        rewriter.rewrite(
                                Expansion.expand(variable.getValue() == null ? "" : variable.getValue(), env)));
            } else {
                value(source).ifPresent(value -> env.put(variable.getName(), rewriter.rewrite(value)));
            }
        }
        return env;
    }

    private void from(EnvFromSource source, Map<String, String> env, Rewriter rewriter) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        var map = source.getConfigMapRef();
        var secret = source.getSecretRef();
        if (map != null) {
            content("ConfigMap", map.getName(), map.getOptional())
                    .ifPresent(c -> c.forEach((k, v) -> env.put(prefix + k, rewriter.rewrite(text(v)))));
        } else if (secret != null) {
            content("Secret", secret.getName(), secret.getOptional())
                    .ifPresent(c -> c.forEach((k, v) -> env.put(prefix + k, rewriter.rewrite(text(v)))));
        }
    }

    private Optional<String> value(EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return Optional.of(context.field(source.getFieldRef().getFieldPath()));
        }
        var map = source.getConfigMapKeyRef();
        if (map != null) {
            return key("ConfigMap", map.getName(), map.getKey(), map.getOptional());
        }
        var secret = source.getSecretKeyRef();
        if (secret != null) {
            return key("Secret", secret.getName(), secret.getKey(), secret.getOptional());
        }
        return Optional.empty(); // resourceFieldRef: processes have no limits to tell
    }

    private Optional<String> key(String kind, String name, String key, @Nullable Boolean optional) {
        Optional<String> value = content(kind, name, optional)
                .flatMap(c -> Optional.ofNullable(c.get(key)))
                .map(Environment::text);
        if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new MissingConfigException("couldn't find key " + key + " in " + kind + " " + name);
        }
        return value;
    }

    private Optional<Map<String, byte[]>> content(String kind, String name, @Nullable Boolean optional) {
        Optional<Map<String, byte[]>> content = kind.equals("Secret")
                ? context.configs().secret(context.namespace(), name)
                : context.configs().configMap(context.namespace(), name);
        if (content.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new MissingConfigException(kind + " \"" + name + "\" not found");
        }
        return content;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
