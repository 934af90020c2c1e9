package dev.serin.xds;

import dev.serin.trust.ProxyCredentials;
import dev.serin.trust.TestKeys;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One ADS stream that says what a test wants. */
final class AdsCaller implements AutoCloseable, StreamObserver<DiscoveryResponse> {
    private final ManagedChannel channel;
    private final StreamObserver<DiscoveryRequest> requests;
    private final CompletableFuture<DiscoveryResponse> first = new CompletableFuture<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    AdsCaller(int port, Optional<String> token) {
        this(port, token, TestKeys.trusting());
    }

    private AdsCaller(int port, Optional<String> token, ChannelCredentials credentials) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port, credentials)
                .overrideAuthority(TestKeys.NAME)
                .build();
        Metadata headers = token.map(ProxyCredentials::bearer).orElseGet(Metadata::new);
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .streamAggregatedResources(this);
    }

    /** One that trusts the authorities of this machine only. */
    static AdsCaller withoutTrust(int port) {
        return new AdsCaller(port, Optional.empty(), TlsChannelCredentials.create());
    }

    /** Asks for clusters under this name. */
    void introduce(ReleaseKey release, String node) {
        say(request(release, node, Resources.V3.CLUSTER_TYPE_URL).build());
    }

    static DiscoveryRequest.Builder request(ReleaseKey release, String node, String type) {
        return DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(node).setCluster(release.toString()))
                .setTypeUrl(type);
    }

    void say(DiscoveryRequest request) {
        requests.onNext(request);
    }

    /** The first one. */
    DiscoveryResponse answer() throws Exception {
        return first.get(10, TimeUnit.SECONDS);
    }

    /** How the operator ended the stream. */
    Status end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(DiscoveryResponse answer) {
        first.complete(answer);
    }

    @Override
    public void onError(Throwable cause) {
        end.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
