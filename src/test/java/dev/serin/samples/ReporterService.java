package dev.serin.samples;

import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** What {@link ReporterServer} answers. */
final class ReporterService {
    private static final Context.Key<String> REMOTE = Context.key("remote");

    private final ServerOptions options;
    private final Faults faults;

    private ReporterService(ServerOptions options, Faults faults) {
        this.options = options;
        this.faults = faults;
    }

    static ServerServiceDefinition of(ServerOptions options, Faults faults) {
        ReporterService service = new ReporterService(options, faults);
        return ServerServiceDefinition.builder(Reporter.SERVICE)
                .addMethod(Reporter.REPORT, ServerCalls.asyncUnaryCall(service::report))
                .addMethod(Reporter.WATCH, ServerCalls.asyncServerStreamingCall(service::watch))
                .addMethod(Reporter.CHAT, ServerCalls.asyncBidiStreamingCall(service::chat))
                .build();
    }

    private void report(StringValue question, StreamObserver<StringValue> answers) {
        StringValue answer = answer();
        boolean fails = faults.nextFails();
        faults.afterDelay(() -> {
            if (fails) {
                answers.onError(Status.INTERNAL.withDescription("told to fail").asRuntimeException());
            } else {
                answers.onNext(answer);
                answers.onCompleted();
            }
        });
    }

    private void watch(Struct request, StreamObserver<StringValue> answers) {
        Value count = request.getFieldsOrDefault("count", Value.getDefaultInstance());
        Value interval = request.getFieldsOrDefault("interval_ms", Value.getDefaultInstance());
        long wanted = count.hasNumberValue() ? (long) count.getNumberValue() : Long.MAX_VALUE;
        Duration pause = Duration.ofMillis(interval.hasNumberValue() ? (long) interval.getNumberValue() : 1000);
        ServerCallStreamObserver<StringValue> stream = (ServerCallStreamObserver<StringValue>) answers;
        next(stream, answer(), wanted, pause.isPositive() ? pause : Duration.ofMillis(1));
    }

    private void next(ServerCallStreamObserver<StringValue> stream, StringValue answer, long left, Duration pause) {
        if (stream.isCancelled()) {
            return;
        }
        if (left <= 0) {
            stream.onCompleted();
            return;
        }
        stream.onNext(answer);
        faults.later(pause, () -> next(stream, answer, left - 1, pause));
    }

    private StreamObserver<StringValue> chat(StreamObserver<StringValue> answers) {
        StringValue answer = answer();
        return new StreamObserver<>() {
            @Override
            public void onNext(StringValue message) {
                answers.onNext(answer);
            }

            @Override
            public void onError(Throwable cause) {
                // The client has gone; there is nobody to tell.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private StringValue answer() {
        String remote = REMOTE.get();
        return StringValue.of(new Answer(options.version(), options.pod(), remote == null ? "" : remote).text());
    }

    /** Puts the other end's address where the service can read it. */
    static final class Remote implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String remote = String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            return Contexts.interceptCall(Context.current().withValue(REMOTE, remote), call, headers, next);
        }
    }
}
