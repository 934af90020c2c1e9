package dev.serin.chart;

/**
 * The CustomResourceDefinition as a template, so that it is upgraded with the chart, which what is in a chart's folder
 * {@code crds} is not, and stays when the chart goes, unless the values say otherwise.
 */
final class CrdTemplate {
    private static final String NAME = "  name: canaryreleases.serin.dev\n";
    private static final String METADATA = """
              labels:
                {{- include "serin.labels" . | nindent 4 }}
              {{- if .Values.crds.keep }}
              annotations:
                helm.sh/resource-policy: keep
              {{- end }}
            """;

    private CrdTemplate() {}

    static String of(String crd) {
        if (!crd.contains(NAME)) {
            throw new IllegalStateException("the definition has no line " + NAME.strip());
        }
        String escaped = crd.replace("{{", "{{ \"{{\" }}");
        return "{{- if .Values.crds.enabled }}\n" + escaped.replace(NAME, NAME + METADATA) + "{{- end }}\n";
    }
}
