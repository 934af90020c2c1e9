package dev.serin.local.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A custom resource that knows nothing of Serin, to test the server by. */
@Group("example.test")
@Version("v1")
public final class Widget extends CustomResource<Widget.Spec, Widget.Status> implements Namespaced {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.test}
            spec:
              group: example.test
              scope: Namespaced
              names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          properties:
                            size: {type: integer, minimum: 1, maximum: 10}
                            colour: {type: string, default: red}
                        status:
                          type: object
                          properties:
                            seen: {type: integer}
            """;

    /** What is wanted; 0 stands for no size at all, which the schema refuses. */
    public record Spec(int size, @Nullable String colour) {}

    /** What the operator has seen. */
    public record Status(int seen) {}

    /** Has the server serve this kind. */
    static void define(KubernetesClient client) {
        client.load(new ByteArrayInputStream(DEFINITION.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    static Widget of(String name, int size) {
        Widget widget = new Widget();
        widget.getMetadata().setName(name);
        widget.getMetadata().setNamespace("default");
        widget.setSpec(new Spec(size, null));
        return widget;
    }
}
