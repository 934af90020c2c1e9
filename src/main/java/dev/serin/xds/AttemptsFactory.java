package dev.serin.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import java.util.List;

/**
 * Counts how every attempt at a pod ended and how long its answer took to begin, by the version that the pod is of.
 *
 * <p>Statistics of a cluster cannot tell this: of a composite cluster, gRPC statuses, HTTP statuses and times are those of
 * the last attempt, so that what stable rescued would be canary's success. The router logs every attempt by itself
 * ({@code upstream_log}), with the pod that it went to, whose version is in its endpoint's metadata; Envoy's stats logger
 * makes counters of it. An attempt for which there was no pod of canary counts for nobody, copies of
 * mirrored requests count apart (as {@code mirrored}), and a request that was rescued counts once for each version. Of
 * canary, whose pods are few, each pod counts by itself, by the address in its endpoint's metadata; a counter that has not
 * counted for ten minutes is dropped ({@code stats_eviction_interval} in the bootstrap), so that pods that are gone leave
 * nothing behind.
 *
 * <pre>
 *   attempts.ended.version.canary.grpc.14.http.200.flags.-.pod.10.1.2.3: 3    gRPC and HTTP status, response flags
 *   attempts.took.version.canary                                              a histogram in milliseconds
 * </pre>
 *
 * The time is that from an attempt's beginning to the first byte of its answer; where the client gave up before, it is
 * the time until then, so that pods which hang are seen to be slow. Java classes of the logger are not published yet, so
 * that its configuration is given by its fields' numbers in {@code envoy/extensions/access_loggers/stats/v3/stats.proto}.
 */
final class AttemptsFactory {
    private static final String TYPE = "type.googleapis.com/envoy.extensions.access_loggers.stats.v3.Config";
    private static final String METADATA = "serin";
    private static final String VERSION = "version";
    private static final String POD = "pod";
    private static final int PREFIX = 1;
    private static final int HISTOGRAMS = 3;
    private static final int COUNTERS = 4;
    private static final int STAT = 1;
    private static final int NAME = 1;
    private static final int TAGS = 2;
    private static final int TAG_FORMAT = 2;
    private static final int UNIT = 2;
    private static final int MILLISECONDS = 3;
    private static final int HISTOGRAM_FORMAT = 3;
    private static final int FIXED = 3;

    private AttemptsFactory() {}

    /** For the router's {@code upstream_log}. */
    static List<AccessLog> logs() {
        return List.of(log(anAnswer(true), "%RESPONSE_DURATION%"), log(anAnswer(false), "%DURATION%"));
    }

    /** What tells an endpoint's version. */
    static Metadata version(String version) {
        return metadata(Struct.newBuilder().putFields(VERSION, value(version)));
    }

    /** What tells an endpoint's version and its pod, by its address. */
    static Metadata pod(String version, String address) {
        return metadata(Struct.newBuilder().putFields(VERSION, value(version)).putFields(POD, value(address)));
    }

    private static Metadata metadata(Struct.Builder fields) {
        return Metadata.newBuilder().putFilterMetadata(METADATA, fields.build()).build();
    }

    private static Value value(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static String format(String key) {
        return "%UPSTREAM_METADATA(" + METADATA + ":" + key + ")%";
    }

    /** Whether an answer has begun: only then is there a status code. */
    private static AccessLogFilter anAnswer(boolean begun) {
        return AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(ComparisonFilter.newBuilder()
                                .setOp(begun ? ComparisonFilter.Op.GE : ComparisonFilter.Op.LE)
                                .setValue(RuntimeUInt32.newBuilder()
                                        .setDefaultValue(begun ? 1 : 0)
                                        .setRuntimeKey("serin.attempts"))))
                .build();
    }

    private static AccessLog log(AccessLogFilter filter, String time) {
        return AccessLog.newBuilder()
                .setName("envoy.access_loggers.stats")
                .setFilter(filter)
                .setTypedConfig(Any.newBuilder().setTypeUrl(TYPE).setValue(config(time)))
                .build();
    }

    private static ByteString config(String time) {
        ByteString version = tag(VERSION, format(VERSION));
        UnknownFieldSet.Builder ended = UnknownFieldSet.newBuilder()
                .addField(
                        STAT,
                        bytes(stat(
                                "ended",
                                version,
                                tag("grpc", "%GRPC_STATUS_NUMBER%"),
                                tag("http", "%RESPONSE_CODE%"),
                                tag("flags", "%RESPONSE_FLAGS%"),
                                tag(POD, format(POD)))))
                .addField(FIXED, bytes(UnknownFieldSet.newBuilder().addField(1, number(1))));
        UnknownFieldSet.Builder took = UnknownFieldSet.newBuilder()
                .addField(STAT, bytes(stat("took", version)))
                .addField(UNIT, number(MILLISECONDS))
                .addField(HISTOGRAM_FORMAT, text(time));
        return UnknownFieldSet.newBuilder()
                .addField(PREFIX, text("attempts"))
                .addField(HISTOGRAMS, bytes(took))
                .addField(COUNTERS, bytes(ended))
                .build()
                .toByteString();
    }

    private static UnknownFieldSet.Builder stat(String name, ByteString... tags) {
        var all = UnknownFieldSet.Field.newBuilder();
        List.of(tags).forEach(all::addLengthDelimited);
        return UnknownFieldSet.newBuilder().addField(NAME, text(name)).addField(TAGS, all.build());
    }

    private static ByteString tag(String name, String format) {
        return UnknownFieldSet.newBuilder()
                .addField(NAME, text(name))
                .addField(TAG_FORMAT, text(format))
                .build()
                .toByteString();
    }

    private static UnknownFieldSet.Field text(String text) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(text))
                .build();
    }

    private static UnknownFieldSet.Field bytes(UnknownFieldSet.Builder message) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(message.build().toByteString())
                .build();
    }

    private static UnknownFieldSet.Field number(long number) {
        return UnknownFieldSet.Field.newBuilder().addVarint(number).build();
    }
}
