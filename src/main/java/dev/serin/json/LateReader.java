package dev.serin.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerFactory;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.util.AccessPattern;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of one class by Jackson's own reader, which is made for the first of them. It is for classes that are read
 * the same way wherever they come, as it does not see by what property they do.
 */
final class LateReader extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1;

    /** Until the reader is made. */
    private transient @Nullable BeanDescription bean;

    @SuppressWarnings("serial")
    private volatile @Nullable JsonDeserializer<Object> reader;

    LateReader(BeanDescription bean) {
        super(bean.getType());
        this.bean = bean;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return reader(context).deserialize(parser, context);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context, Object into) throws IOException {
        return reader(context).deserialize(parser, context, into);
    }

    @Override
    public Object deserializeWithType(JsonParser parser, DeserializationContext context, TypeDeserializer types)
            throws IOException {
        return reader(context).deserializeWithType(parser, context, types);
    }

    /** Such as of an empty text. */
    @Override
    public @Nullable Object getEmptyValue(DeserializationContext context) throws JsonMappingException {
        return reader(context).getEmptyValue(context);
    }

    @Override
    public AccessPattern getEmptyAccessPattern() {
        return AccessPattern.DYNAMIC;
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.POJO;
    }

    /** One for all properties. */
    @Override
    public boolean isCachable() {
        return true;
    }

    private JsonDeserializer<Object> reader(DeserializationContext context) throws JsonMappingException {
        JsonDeserializer<Object> made = reader;
        return made == null ? make(context) : made;
    }

    private synchronized JsonDeserializer<Object> make(DeserializationContext context) throws JsonMappingException {
        JsonDeserializer<Object> made = reader;
        if (made == null) {
            BeanDescription description = Objects.requireNonNull(bean);
            made = ((BeanDeserializerFactory) context.getFactory())
                    .buildBeanDeserializer(context, description.getType(), description);
            if (made instanceof ResolvableDeserializer resolvable) {
                resolvable.resolve(context);
            }
            reader = made;
            bean = null;
        }
        return made;
    }
}
