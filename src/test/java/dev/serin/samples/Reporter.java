package dev.serin.samples;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

/**
 * The sample gRPC service {@code serin.samples.Reporter}, written by hand over protobuf's own message types, so that no
 * code has to be generated. Every message that a server sends is an {@link Answer} as text.
 */
public final class Reporter {
    /** The service's full name, as gRPC health checks and routes see it. */
    public static final String SERVICE = "serin.samples.Reporter";

    /** One question, one answer. */
    public static final MethodDescriptor<StringValue, StringValue> REPORT =
            method("Report", MethodType.UNARY, StringValue.getDefaultInstance());

    /** {@code {count: n, interval_ms: m}}: n answers, m milliseconds apart. Without a count it goes on for ever. */
    public static final MethodDescriptor<Struct, StringValue> WATCH =
            method("Watch", MethodType.SERVER_STREAMING, Struct.getDefaultInstance());

    /** One answer for each message, until the client is done. */
    public static final MethodDescriptor<StringValue, StringValue> CHAT =
            method("Chat", MethodType.BIDI_STREAMING, StringValue.getDefaultInstance());

    private Reporter() {}

    private static <Q extends Message> MethodDescriptor<Q, StringValue> method(
            String name, MethodType type, Q question) {
        return MethodDescriptor.<Q, StringValue>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(question))
                .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .build();
    }
}
