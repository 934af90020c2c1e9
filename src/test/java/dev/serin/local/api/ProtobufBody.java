package dev.serin.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Reads the bodies that kubectl and Helm send as protobuf whatever they are answered in: some of Kubernetes' own kinds,
 * by the numbers of their fields in Kubernetes' {@code generated.proto} files.
 */
final class ProtobufBody {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /** What a field is. */
    private enum Type {
        TEXT,
        TEXTS,
        NUMBER,
        MAP,
        BYTES_MAP,
        MESSAGE
    }

    private record Field(String name, Type type, Map<Integer, Field> fields) {
        static Field of(String name, Type type) {
            return new Field(name, type, Map.of());
        }
    }

    private static final Field METADATA = new Field(
            "metadata",
            Type.MESSAGE,
            Map.of(
                    1, Field.of("name", Type.TEXT),
                    2, Field.of("generateName", Type.TEXT),
                    3, Field.of("namespace", Type.TEXT),
                    5, Field.of("uid", Type.TEXT),
                    6, Field.of("resourceVersion", Type.TEXT),
                    11, Field.of("labels", Type.MAP),
                    12, Field.of("annotations", Type.MAP),
                    14, Field.of("finalizers", Type.TEXTS)));
    private static final Field PRECONDITIONS = new Field(
            "preconditions",
            Type.MESSAGE,
            Map.of(1, Field.of("uid", Type.TEXT), 2, Field.of("resourceVersion", Type.TEXT)));
    private static final Map<String, Map<Integer, Field>> KINDS = Map.of(
            "Namespace", Map.of(1, METADATA),
            "ConfigMap", Map.of(1, METADATA, 2, Field.of("data", Type.MAP), 3, Field.of("binaryData", Type.BYTES_MAP)),
            "Secret",
                    Map.of(
                            1, METADATA,
                            2, Field.of("data", Type.BYTES_MAP),
                            3, Field.of("type", Type.TEXT),
                            4, Field.of("stringData", Type.MAP)),
            "DeleteOptions",
                    Map.of(
                            1, Field.of("gracePeriodSeconds", Type.NUMBER),
                            2, PRECONDITIONS,
                            4, Field.of("propagationPolicy", Type.TEXT)));

    private ProtobufBody() {}

    static boolean isOne(byte[] body) {
        return body.length > MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length));
    }

    /** The same object as JSON; refuses kinds that nobody has sent so far. */
    static String json(byte[] body) {
        try {
            var envelope =
                    UnknownFieldSet.parseFrom(ByteString.copyFrom(body, MAGIC.length, body.length - MAGIC.length));
            UnknownFieldSet type = UnknownFieldSet.parseFrom(last(envelope, 1));
            String kind = last(type, 2).toStringUtf8();
            Map<Integer, Field> fields = KINDS.get(kind);
            if (fields == null) {
                String message = "the embedded API server cannot read protobuf of the kind " + kind;
                throw new ApiException(415, "UnsupportedMediaType", message, List.of());
            }
            ObjectNode object = message(last(envelope, 2), fields);
            object.put("apiVersion", last(type, 1).toStringUtf8()).put("kind", kind);
            return Json.write(object);
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.badRequest("the body cannot be read: " + e.getMessage());
        }
    }

    private static ObjectNode message(ByteString bytes, Map<Integer, Field> fields)
            throws InvalidProtocolBufferException {
        UnknownFieldSet set = UnknownFieldSet.parseFrom(bytes);
        ObjectNode object = Json.object();
        for (var each : fields.entrySet()) {
            int number = each.getKey();
            Field field = each.getValue();
            if (!set.hasField(number)) {
                continue;
            }
            List<ByteString> values = set.getField(number).getLengthDelimitedList();
            switch (field.type()) {
                // Go's encoder writes empty texts, which JSON leaves out.
                case TEXT -> {
                    if (!last(set, number).isEmpty()) {
                        object.put(field.name(), last(set, number).toStringUtf8());
                    }
                }
                case TEXTS ->
                    values.forEach(value -> object.withArray(field.name()).add(value.toStringUtf8()));
                case NUMBER ->
                    object.put(
                            field.name(), set.getField(number).getVarintList().getLast());
                case MESSAGE -> object.set(field.name(), message(last(set, number), field.fields()));
                case MAP, BYTES_MAP -> {
                    for (ByteString value : values) {
                        UnknownFieldSet entry = UnknownFieldSet.parseFrom(value);
                        object.withObject("/" + field.name())
                                .put(last(entry, 1).toStringUtf8(), text(field.type(), last(entry, 2)));
                    }
                }
            }
        }
        return object;
    }

    private static String text(Type type, ByteString value) {
        return type == Type.BYTES_MAP ? Base64.getEncoder().encodeToString(value.toByteArray()) : value.toStringUtf8();
    }

    private static ByteString last(UnknownFieldSet set, int number) {
        List<ByteString> values = set.getField(number).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.getLast();
    }
}
