package dev.serin.samples;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/**
 * A smoke test as a Job of a gate has it: asks each of canary's pods once, at the addresses that the operator gives in
 * {@code SERIN_CANARY_ENDPOINTS}. Exits with 0 if every one answers.
 */
public final class SmokeTest {
    private SmokeTest() {}

    public static void main(String[] args) {
        String endpoints = System.getenv().getOrDefault("SERIN_CANARY_ENDPOINTS", "");
        System.out.printf(
                "%s asks %s (%s) of %s%n",
                System.getenv("SERIN_GATE"),
                System.getenv("SERIN_CANARY_SERVICE"),
                endpoints,
                System.getenv("SERIN_RELEASE"));
        if (endpoints.isEmpty()) {
            System.exit(2);
        }
        for (String endpoint : endpoints.split(",", -1)) {
            ask(endpoint);
        }
    }

    private static void ask(String endpoint) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(endpoint).usePlaintext().build();
        try {
            StringValue answer = ClientCalls.blockingUnaryCall(
                    channel,
                    Reporter.REPORT,
                    CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                    StringValue.of("smoke"));
            System.out.println(endpoint + " answers " + answer.getValue());
        } catch (StatusRuntimeException e) {
            System.out.println(endpoint + " fails: " + e.getStatus());
            System.exit(1);
        } finally {
            channel.shutdownNow();
        }
    }
}
