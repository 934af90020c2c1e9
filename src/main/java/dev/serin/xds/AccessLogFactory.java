package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;

/**
 * One JSON object a line on the proxy's standard output for each request that is done. Durations in milliseconds, sizes
 * in bytes; what a request does not have is left out, and so is the query of its path, which may hold secrets.
 */
final class AccessLogFactory {
    private AccessLogFactory() {}

    static AccessLog json() {
        Struct.Builder fields = Struct.newBuilder();
        field(fields, "start_time", "%START_TIME%");
        field(fields, "method", "%REQ(:METHOD)%");
        field(fields, "authority", "%REQ(:AUTHORITY)%");
        field(fields, "path", "%PATH(NQ:PATH)%");
        field(fields, "protocol", "%PROTOCOL%");
        field(fields, "response_code", "%RESPONSE_CODE%");
        field(fields, "response_code_details", "%RESPONSE_CODE_DETAILS%");
        field(fields, "response_flags", "%RESPONSE_FLAGS%");
        field(fields, "grpc_status", "%GRPC_STATUS(SNAKE_STRING)%");
        field(fields, "bytes_received", "%BYTES_RECEIVED%");
        field(fields, "bytes_sent", "%BYTES_SENT%");
        field(fields, "duration", "%DURATION%");
        field(fields, "upstream_cluster", "%UPSTREAM_CLUSTER_RAW%");
        field(fields, "upstream_host", "%UPSTREAM_HOST%");
        field(fields, "upstream_attempts", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%");
        field(fields, "downstream_remote_address", "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS%");
        field(fields, "user_agent", "%REQ(USER-AGENT)%");
        field(fields, "request_id", "%REQ(X-REQUEST-ID)%");
        field(fields, "traceparent", "%REQ(TRACEPARENT)%");
        return AccessLog.newBuilder()
                .setName("envoy.access_loggers.stdout")
                .setTypedConfig(Any.pack(StdoutAccessLog.newBuilder()
                        .setLogFormat(SubstitutionFormatString.newBuilder()
                                .setJsonFormat(fields)
                                .setOmitEmptyValues(true))
                        .build()))
                .build();
    }

    private static void field(Struct.Builder fields, String name, String command) {
        fields.putFields(name, Value.newBuilder().setStringValue(command).build());
    }
}
