package dev.serin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong value is refused, with its name and with what is allowed. */
class WrongValuesIT {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            replica=2                                   | replica                    | Additional property replica is not allowed
            replicas=-1                                 | replicas                   | greater than or equal to 0
            replicas=two                                | replicas                   | Expected: integer, given: string
            replicas=1000                               | replicas                   | less than or equal to 10
            nameOverride=Serin_1                        | nameOverride               | Does not match pattern
            commonLabels.team=a b                       | commonLabels.team          | Does not match pattern
            image.pullPolicy=Sometimes                  | image.pullPolicy           | "Always", "IfNotPresent", "Never"
            image.tag=v1:latest                         | image.tag                  | Does not match pattern
            image.digest=sha1:abc                       | image.digest               | sha256:
            image.repository=https://ghcr.io/x          | image.repository           | Does not match pattern
            imagePullSecrets[0]=registry                | imagePullSecrets.0         | Expected: object
            watchNamespaces=shop                        | watchNamespaces            | Expected: array
            watchNamespaces={Shop}                      | watchNamespaces.0          | Does not match pattern
            watchNamespaces={shop,shop}                 | watchNamespaces            | must be unique
            crds.keep=yes                               | crds.keep                  | Expected: boolean
            crds.install=true                           | crds                       | Additional property install is not allowed
            xds.caLifetime=10 years                     | xds.caLifetime             | Does not match pattern
            xds.certManager.issuer=internal             | xds.certManager            | Additional property issuer is not allowed
            rbac.secrets=none                           | rbac.secrets               | Expected: boolean
            serviceAccount.name=Serin                   | serviceAccount.name        | Does not match pattern
            resources.limits.memory=384MB               | resources.limits.memory    | Does not match pattern
            resources.memory=384Mi                      | resources                  | Additional property memory is not allowed
            jvmOptions=Xmx192m                          | jvmOptions                 | Does not match pattern
            log.level=info                              | log.level                  | "ERROR", "WARN", "INFO", "DEBUG", "TRACE"
            extraEnv[0].value=x                         | extraEnv.0                 | name is required
            tolerations[0].effect=NoRun                 | tolerations.0.effect       | "NoSchedule"
            topologySpreadConstraints[0].maxSkew=1      | topologySpreadConstraints  | topologyKey is required
            affinity.nodes=x                            | affinity                   | Additional property nodes is not allowed
            podDisruptionBudget.maxUnavailable=half     | podDisruptionBudget        | Does not match pattern
            networkPolicy.enabled=on                    | networkPolicy.enabled      | Expected: boolean
            networkPolicy.metricsFrom[0].namespace=x    | networkPolicy.metricsFrom  | Additional property namespace is not allowed
            metrics.serviceMonitor.interval=half a minute | metrics.serviceMonitor.interval | Does not match pattern
            metrics.dashboards.enabled=true             | metrics                    | Additional property dashboards is not allowed
            """)
    void theSchemaRefuses(String wrong, String name, String why) {
        assertRefused(Helm.template("--set", wrong), name, why);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            metrics.serviceMonitor.enabled=true,metrics.podMonitor.enabled=true | metrics.podMonitor.enabled | scraped twice
            image.tag=v1,image.digest=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | image.digest | leave the other empty
            xds.secure=true,xds.certManager.enabled=true | xds.certManager.issuerRef      | name who signs
            serviceAccount.create=false          | serviceAccount.name            | name the ServiceAccount
            commonLabels.app\\.kubernetes\\.io/name=x | commonLabels.app.kubernetes.io/name | take another name
            extraEnv[0].name=POD_IP              | POD_IP                         | leave it out
            """)
    void theTemplatesRefuse(String wrong, String name, String why) {
        assertRefused(Helm.template("--set", wrong), name, why);
    }

    private static void assertRefused(Helm.Answer answer, String name, String why) {
        assertThat(answer.exit()).as("exit code").isNotZero();
        assertThat(answer.err()).contains(name).contains(why);
    }
}
