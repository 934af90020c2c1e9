package dev.serin.generate;

import dev.serin.api.v1alpha1.Notification;

/** What the API server checks and fills in of {@code spec.notifications}. */
final class NotificationRules {
    private static final String FIELD = "spec.notifications";
    private static final int MAX_URL = 2048;
    private static final int MAX_NAME = 63;
    private static final int MAX_SECRET = 253;

    private final Schema schema;

    NotificationRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at(FIELD)
                .items(0, Notification.MAX)
                .rule("self.all(n, self.exists_one(m, m.name == n.name))", "give each notification a name of its own");
        String each = FIELD + "[]";
        schema.at(each)
                .rule("has(self.url) != has(self.secretRef)", "set exactly one of url and secretRef")
                .rule(
                        "self.type != 'Slack' || !has(self.url)",
                        "whoever knows a Slack webhook's URL may write there: put it into a Secret and name that in secretRef");
        schema.at(each + ".name")
                .length(1, MAX_NAME)
                .rule(
                        "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
                        "must hold lower case letters, digits and '-' only");
        schema.at(each + ".type").only("Slack", "CloudEvents");
        schema.at(each + ".url")
                .length(1, MAX_URL)
                .rule(
                        "self.matches('^https?://[A-Za-z0-9.:\\\\[\\\\]-]+(/[!-~]*)?$')",
                        "must be a URL such as https://events.example.com/serin, without a user or a password");
        schema.at(each + ".secretRef.name").length(1, MAX_SECRET);
        schema.at(each + ".secretRef.key").length(1, MAX_SECRET);
        schema.at(each + ".when")
                .items(1, Notification.Happening.values().length)
                .defaults(Schema.tree(Notification.DEFAULT_WHEN))
                .rule("self.all(h, self.exists_one(i, i == h))", "name each happening once");
    }
}
