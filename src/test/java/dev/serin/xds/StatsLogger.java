package dev.serin.xds;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TextFormat;

/** Envoy's stats logger as far as it is used here, so that its configuration can be read in the golden files. */
final class StatsLogger {
    private static final String FILE = """
            name: "stats.proto" package: "envoy.extensions.access_loggers.stats.v3" syntax: "proto3"
            message_type {
              name: "Config"
              field { name: "stat_prefix" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "histograms" number: 3 type_name: "Histogram" type: TYPE_MESSAGE label: LABEL_REPEATED }
              field { name: "counters" number: 4 type_name: "Counter" type: TYPE_MESSAGE label: LABEL_REPEATED }
            }
            message_type {
              name: "Histogram"
              field { name: "stat" number: 1 type_name: "Stat" type: TYPE_MESSAGE label: LABEL_OPTIONAL }
              field { name: "unit" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL }
              field { name: "value_format" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Counter"
              field { name: "stat" number: 1 type_name: "Stat" type: TYPE_MESSAGE label: LABEL_OPTIONAL }
              field { name: "value_fixed" number: 3 type_name: "Number" type: TYPE_MESSAGE label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Stat"
              field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "tags" number: 2 type_name: "Tag" type: TYPE_MESSAGE label: LABEL_REPEATED }
            }
            message_type {
              name: "Tag"
              field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "value_format" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Number"
              field { name: "value" number: 1 type: TYPE_UINT64 label: LABEL_OPTIONAL }
            }
            """;

    private StatsLogger() {}

    static Descriptor config() {
        try {
            return FileDescriptor.buildFrom(TextFormat.parse(FILE, FileDescriptorProto.class), new FileDescriptor[0])
                    .findMessageTypeByName("Config");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
