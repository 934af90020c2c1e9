package dev.serin.xds;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;

/** Fields of Envoy's API that the proxies' Envoy (1.37 and later) knows and the Java classes don't yet, by their numbers. */
final class NewerFields {
    /** Of HttpProtocolOptions: copies of all requests of a cluster. */
    static final int REQUEST_MIRROR_POLICIES = 9;
    /** Of HttpProtocolOptions: how requests of a cluster are tried again where the route doesn't say. */
    static final int RETRY_POLICY = 11;

    /** Of core HttpProtocolOptions: how much longer, in percent, a connection may be used by chance. */
    static final int MAX_CONNECTION_DURATION_JITTER = 8;

    /** Of WeightedCluster: the cluster is chosen by the route's hash policy. */
    static final int USE_HASH_POLICY = 5;

    private NewerFields() {}

    static UnknownFieldSet with(int number, Message value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(value.toByteString())
                                .build())
                .build();
    }
}
