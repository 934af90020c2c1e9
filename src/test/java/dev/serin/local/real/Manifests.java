package dev.serin.local.real;

/** What the control plane's own tests create. */
final class Manifests {
    static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: echo}
            spec:
              replicas: 2
              selector: {matchLabels: {app: echo}}
              template:
                metadata: {labels: {app: echo}}
                spec:
                  containers: [{name: main, image: echo}]
            """;

    static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: sliced}
            spec:
              selector: {app: sliced}
              ports: [{port: 80}]
            """;

    static final String SERVICE_ACCOUNT = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: reader}
            """;

    static final String CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gauges.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Gauge, plural: gauges, singular: gauge}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          properties: {min: {type: integer}, max: {type: integer}}
                          x-kubernetes-validations:
                            - rule: self.min <= self.max
                              message: min must not be above max
            """;

    private Manifests() {}

    static String gauge(int min, int max) {
        return """
                apiVersion: example.com/v1
                kind: Gauge
                metadata: {name: gauge}
                spec: {min: %d, max: %d}
                """.formatted(min, max);
    }

    static String map(String name) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                """.formatted(name);
    }
}
