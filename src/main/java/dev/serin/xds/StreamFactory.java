package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.envoyproxy.envoy.config.core.v3.AsyncDataSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.ExtensionConfigSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.wasm.v3.Wasm;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.wasm.v3.FailurePolicy;
import io.envoyproxy.envoy.extensions.wasm.v3.PluginConfig;
import io.envoyproxy.envoy.extensions.wasm.v3.VmConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * The filter that ends streams which were opened before a change of the weights. Envoy cannot do it by itself: its limits
 * on a stream's duration are fixed when the stream begins, and draining ends whole connections.
 *
 * <p>It is a WebAssembly module, {@code streams.wat}, that costs a request two calls of a few instructions. What changes
 * with the weights comes as an extension configuration of its own (ECDS), since a change of the listener would drain it.
 */
final class StreamFactory {
    static final String NAME = "streams";

    private static final String TYPE = "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm";
    private static final String RUNTIME = "envoy.wasm.runtime.v8";
    private static final ByteString CODE = read("streams.wasm");

    private StreamFactory() {}

    /** Says where the filter's configuration comes from. */
    static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName(NAME)
                .setConfigDiscovery(ExtensionConfigSource.newBuilder()
                        .setConfigSource(ClusterFactory.ads())
                        .addTypeUrls(TYPE))
                .build();
    }

    /** The configuration; none where streams are let be. */
    static List<TypedExtensionConfig> configs(ProxyConfig config) {
        return config.connections().ending().stream().map(StreamFactory::config).toList();
    }

    private static TypedExtensionConfig config(Connections.StreamEnd ending) {
        return TypedExtensionConfig.newBuilder()
                .setName(NAME)
                .setTypedConfig(Any.pack(Wasm.newBuilder()
                        .setConfig(PluginConfig.newBuilder()
                                .setName(NAME)
                                // Requests go on without it, should it ever fail.
                                .setFailurePolicy(FailurePolicy.FAIL_OPEN)
                                .setConfiguration(Any.pack(BytesValue.of(change(ending))))
                                .setVmConfig(VmConfig.newBuilder()
                                        .setVmId(NAME)
                                        .setRuntime(RUNTIME)
                                        .setCode(AsyncDataSource.newBuilder()
                                                .setLocal(
                                                        DataSource.newBuilder().setInlineBytes(CODE)))))
                        .build()))
                .build();
    }

    /** As the module reads it. */
    private static ByteString change(Connections.StreamEnd ending) {
        return ByteString.copyFrom(ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ending.generation())
                .putLong(ending.grace().toNanos())
                .flip());
    }

    private static ByteString read(String file) {
        try (InputStream in = Objects.requireNonNull(StreamFactory.class.getResourceAsStream(file), file)) {
            return ByteString.readFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
