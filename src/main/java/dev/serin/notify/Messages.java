package dev.serin.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is told, in the words of each kind of receiver. */
final class Messages {
    private static final String TYPE = "dev.serin.canaryrelease.";

    private Messages() {}

    /** JSON with a text of Slack's markup, in which three characters stand for others. */
    static String slack(Subject subject, Owed owed) {
        String text = "*%s* (%s): %s"
                .formatted(escaped(subject.name()), escaped(subject.namespace()), escaped(owed.message()));
        return JsonNodeFactory.instance.objectNode().put("text", text).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A CloudEvent 1.0 in structured mode; source and id together are the same however often it is told. */
    static String cloudEvent(Subject subject, Owed owed) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", owed.id());
        event.put(
                "source",
                "/apis/serin.dev/v1alpha1/namespaces/%s/canaryreleases/%s"
                        .formatted(subject.namespace(), subject.name()));
        event.put("type", TYPE + owed.happening().name().toLowerCase(Locale.ROOT));
        event.put("time", owed.at());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        data.put("namespace", subject.namespace());
        data.put("name", subject.name());
        put(data, "revision", owed.revision());
        put(data, "image", owed.image());
        if (owed.weight() != null) {
            data.put("weight", owed.weight());
        }
        if (owed.total() != null) {
            data.put("totalWeight", owed.total());
        }
        put(data, "reason", owed.reason());
        data.put("message", owed.message());
        return event.toString();
    }

    private static void put(ObjectNode data, String field, @Nullable String value) {
        if (value != null) {
            data.put(field, value);
        }
    }
}
