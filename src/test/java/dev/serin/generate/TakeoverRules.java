package dev.serin.generate;

import static dev.serin.generate.Schema.text;

import dev.serin.api.v1alpha1.DeploymentReference;
import dev.serin.api.v1alpha1.Rebalance;

/** What the API server checks of what follows a takeover of the Service. */
final class TakeoverRules {
    private static final String ON_TAKEOVER =
            "has(self.rebalance.onTakeover) && self.rebalance.onTakeover == 'RestartTarget'";

    private final Schema schema;

    TakeoverRules(Schema schema) {
        this.schema = schema;
    }

    void apply() {
        schema.at("spec.rebalance.onTakeover").only("RestartTarget", "RestartClients", "None");
        schema.at("spec")
                .rule(
                        "!has(self.canaryRef) || !(" + ON_TAKEOVER + ")",
                        "onTakeover: RestartTarget goes without canaryRef only, as with it the target is never changed: set None or RestartClients",
                        ".rebalance.onTakeover");
        schema.at("spec.rebalance")
                .rule(
                        "(has(self.onTakeover) && self.onTakeover == 'RestartClients') == has(self.clients)",
                        "clients goes with onTakeover: RestartClients: set both, or neither");
        schema.at("spec.rebalance.clients")
                .items(1, Rebalance.MAX_CLIENTS)
                .rule("self.all(c, self.exists_one(d, d.name == c.name))", "name each client once");
        schema.at("spec.rebalance.clients[].kind")
                .only(DeploymentReference.KIND)
                .defaults(text(DeploymentReference.KIND));
        schema.at("spec.rebalance.clients[].name")
                .length(1, Rules.MAX_SUBDOMAIN)
                .rule(
                        "self.matches('" + Rules.DNS_SUBDOMAIN + "')",
                        "must be the name of a Deployment: lower case letters, digits, '-' and '.'");
    }
}
