package dev.serin.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Has Jackson look through a class when the first object of it is read. By itself it looks through all the classes that may
 * come below one as soon as it meets this: hundreds below a Deployment, of which most never come, such as the thirty
 * kinds of volumes.
 */
final class LateReaders extends Deserializers.Base {
    private LateReaders() {}

    static SimpleModule module() {
        return new SimpleModule("late-readers") {
            @Override
            public void setupModule(SetupContext context) {
                context.addDeserializers(new LateReaders());
            }
        };
    }

    /** Of a class that has one of its own Jackson does not ask here. */
    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
            JavaType type, DeserializationConfig config, BeanDescription bean) {
        Class<?> raw = type.getRawClass();
        boolean isModel = raw.getName().startsWith("io.fabric8.kubernetes.api.model.")
                || raw.getName().startsWith("dev.serin.api.");
        return isModel && !raw.isInterface() && !Modifier.isAbstract(raw.getModifiers()) ? new LateReader(bean) : null;
    }
}
