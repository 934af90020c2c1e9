package dev.serin.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A proxy played by hand, one message at a time. */
final class AdsClient implements AutoCloseable {
    private final Node node;
    private final ManagedChannel channel;
    private final BlockingQueue<DiscoveryResponse> answers = new LinkedBlockingQueue<>();
    private final StreamObserver<DiscoveryRequest> requests;

    AdsClient(int port, ReleaseKey release, String node) {
        this.node = Node.newBuilder().setId(node).setCluster(release.toString()).build();
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(new StreamObserver<>() {
            @Override
            public void onNext(DiscoveryResponse answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {}
        });
    }

    void ask(String typeUrl, String version, List<String> names) {
        send(typeUrl, version, "", names, null);
    }

    void ack(DiscoveryResponse answer, List<String> names) {
        send(answer.getTypeUrl(), answer.getVersionInfo(), answer.getNonce(), names, null);
    }

    void nack(DiscoveryResponse answer, String hadVersion, String words, List<String> names) {
        send(
                answer.getTypeUrl(),
                hadVersion,
                answer.getNonce(),
                names,
                Status.newBuilder().setMessage(words).build());
    }

    private void send(String typeUrl, String version, String nonce, List<String> names, @Nullable Status error) {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
                .setNode(node)
                .setTypeUrl(typeUrl)
                .setVersionInfo(version)
                .setResponseNonce(nonce)
                .addAllResourceNames(names);
        if (error != null) {
            request.setErrorDetail(error);
        }
        requests.onNext(request.build());
    }

    /** The next answer. */
    DiscoveryResponse next() throws InterruptedException {
        DiscoveryResponse answer = answers.poll(10, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer came");
        }
        return answer;
    }

    /** Whether nothing comes for a while. */
    boolean isSilent() throws InterruptedException {
        return answers.poll(500, TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
