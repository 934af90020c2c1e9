package dev.serin.bench.world;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.serin.trust.ProxyCredentials;
import dev.serin.xds.ReleaseKey;
import io.envoyproxy.controlplane.cache.Resources.V3;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Extension;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the operator sees of a proxy: an ADS stream on a TLS connection of its own, that confirms all it is sent. */
final class SimulatedProxy implements AutoCloseable, StreamObserver<DiscoveryResponse> {
    /** The operator's name for a proxy's route configuration. */
    private static final List<String> ROUTE = List.of("traffic");

    /** An Envoy tells of so many. */
    private static final List<Extension> LIKE_ENVOYS = IntStream.range(0, 516)
            .mapToObj(number -> Extension.newBuilder()
                    .setName("envoy.filters.http.number_" + number)
                    .setCategory("envoy.filters.http")
                    .addTypeUrls("envoy.extensions.filters.http.number_" + number + ".v3.Number")
                    .build())
            .toList();

    private final Node node;
    private final ManagedChannel channel;
    private final StreamObserver<DiscoveryRequest> requests;
    private final Map<String, DiscoveryResponse> last = new HashMap<>();
    private List<String> clusters = List.of();
    private boolean named;

    SimulatedProxy(String operator, ReleaseKey release, String pod, String address, Mounted mounted) {
        node = Node.newBuilder()
                .setId(pod)
                .setCluster(release.toString())
                .addAllExtensions(LIKE_ENVOYS)
                .setMetadata(Struct.newBuilder()
                        .putFields(
                                "POD_IP",
                                Value.newBuilder().setStringValue(address).build()))
                .build();
        channel = NettyChannelBuilder.forAddress(
                        operator, OperatorProcess.XDS_PORT, ProxyCredentials.trusting(mounted.authorities()))
                .overrideAuthority(OperatorProcess.XDS_NAME)
                .directExecutor()
                .build();
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(ProxyCredentials.bearer(mounted.token())))
                .streamAggregatedResources(this);
        ask(V3.CLUSTER_TYPE_URL, List.of());
        ask(V3.LISTENER_TYPE_URL, List.of());
    }

    @Override
    public synchronized void onNext(DiscoveryResponse answer) {
        boolean first = last.put(answer.getTypeUrl(), answer) == null;
        switch (answer.getTypeUrl()) {
            case V3.CLUSTER_TYPE_URL -> {
                ask(V3.CLUSTER_TYPE_URL, List.of());
                clusters = answer.getResourcesList().stream()
                        .map(SimulatedProxy::cluster)
                        .filter(cluster -> cluster.getType() == Cluster.DiscoveryType.EDS)
                        .map(Cluster::getName)
                        .toList();
                ask(V3.ENDPOINT_TYPE_URL, clusters);
            }
            case V3.LISTENER_TYPE_URL -> {
                ask(V3.LISTENER_TYPE_URL, List.of());
                if (first) {
                    ask(V3.ROUTE_TYPE_URL, ROUTE);
                }
            }
            case V3.ENDPOINT_TYPE_URL -> ask(V3.ENDPOINT_TYPE_URL, clusters);
            default -> ask(answer.getTypeUrl(), ROUTE);
        }
    }

    private static Cluster cluster(Any resource) {
        try {
            return resource.unpack(Cluster.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks for a kind; also confirms what came last of it. */
    private synchronized void ask(String typeUrl, List<String> names) {
        var request = DiscoveryRequest.newBuilder().setTypeUrl(typeUrl).addAllResourceNames(names);
        if (!named) {
            named = true;
            request.setNode(node);
        }
        @Nullable DiscoveryResponse had = last.get(typeUrl);
        if (had != null) {
            request.setVersionInfo(had.getVersionInfo()).setResponseNonce(had.getNonce());
        }
        requests.onNext(request.build());
    }

    @Override
    public void onError(Throwable cause) {
        if (!channel.isShutdown()) {
            System.err.println("simulated proxy " + node.getId() + ": " + cause);
        }
    }

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
