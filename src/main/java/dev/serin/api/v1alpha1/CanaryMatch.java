package dev.serin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that go to canary: all that is said here has to hold. Names follow Gateway API's GRPCRoute. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryMatch(
        @JsonPropertyDescription("Headers (gRPC: metadata), each of which has to match.") @Nullable
        List<Header> headers,

        @JsonPropertyDescription("The gRPC service, method, or both.") @Nullable
        Method method) {

    public static final int MAX_HEADERS = 16;

    public CanaryMatch(@Nullable List<Header> headers, @Nullable Method method) {
        this.headers = headers == null ? null : List.copyOf(headers);
        this.method = method;
    }

    /** One header. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Header(
            @JsonPropertyDescription("How the value is compared: Exact, Prefix, Regex (RE2, the whole value) or Present"
                    + " (any value).")
            Type type,

            @Required @JsonPropertyDescription("The header's name, in lower case.")
            String name,

            @JsonPropertyDescription("What to compare with; left out for Present.") @Nullable
            String value) {

        public Header(@Nullable Type type, String name, @Nullable String value) {
            this.type = type == null ? Type.Exact : type;
            this.name = name;
            this.value = value;
        }

        /** How the value is compared. */
        public enum Type {
            /** Equal. */
            Exact,
            /** Begins with it. */
            Prefix,
            /** The whole value matches the RE2 expression. */
            Regex,
            /** Any value will do. */
            Present
        }
    }

    /** Calls of a gRPC service, of a method, or of a service's method. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Method(
            @JsonPropertyDescription("The full name of the gRPC service, such as shop.v1.Orders.") @Nullable
            String service,

            @JsonPropertyDescription("The method's name.") @Nullable
            String method) {}
}
