{{/* The chart's name. */}}
{{- define "serin.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* What all names begin with; short enough for the longest end that is added, "-operator", in a label of 63 characters. */}}
{{- define "serin.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- default $full .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "serin.selectorLabels" -}}
app.kubernetes.io/name: {{ include "serin.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "serin.ownLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "serin.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: serin
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "serin.labels" -}}
{{ include "serin.ownLabels" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The same with more labels, which win over the common ones: (list . labels). */}}
{{- define "serin.labelsAnd" -}}
{{- $root := index . 0 }}
{{- include "serin.ownLabels" $root }}
{{- with mergeOverwrite (deepCopy $root.Values.commonLabels) (index . 1) }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "serin.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (printf "%s-operator" (include "serin.fullname" .)) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "serin.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the schema cannot say. */}}
{{- define "serin.check" -}}
{{- with .Values.metrics }}
{{- if and .serviceMonitor.enabled .podMonitor.enabled }}
{{- fail "metrics.serviceMonitor.enabled and metrics.podMonitor.enabled: everything would be scraped twice; set one of them to false" }}
{{- end }}
{{- end }}
{{- if and .Values.image.tag .Values.image.digest }}
{{- fail "image.tag and image.digest: only one of them can count; leave the other empty" }}
{{- end }}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) .Values.rbac.create }}
{{- fail "serviceAccount.name: name the ServiceAccount that serviceAccount.create=false leaves to somebody else, or every pod under the account \"default\" of this namespace would get the operator's permissions" }}
{{- end }}
{{- if and .Values.xds.certManager.enabled (not .Values.xds.secure) }}
{{- fail "xds.certManager.enabled: there is no certificate unless xds.secure is true" }}
{{- end }}
{{- if and .Values.xds.certManager.enabled (not .Values.xds.certManager.issuerRef) }}
{{- fail "xds.certManager.issuerRef: name who signs the certificate, such as {name: internal, kind: ClusterIssuer}" }}
{{- end }}
{{- range $name, $value := .Values.commonLabels }}
{{- if hasPrefix "app.kubernetes.io/" $name }}
{{- fail (printf "commonLabels.%s: the labels app.kubernetes.io/… are the chart's own; take another name" $name) }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if has .name (list "POD_NAME" "POD_NAMESPACE" "POD_IP" "SERIN_XDS_ADDRESS" "SERIN_XDS_SERVICE" "SERIN_WATCH_NAMESPACES" "SERIN_XDS_SECURE" "SERIN_XDS_TLS_DIR" "SERIN_XDS_CERTIFICATE_LIFETIME" "SERIN_XDS_CA_LIFETIME" "SERIN_XDS_CA_OVERLAP" "SERIN_LOG_LEVEL" "JAVA_TOOL_OPTIONS") }}
{{- fail (printf "extraEnv: %s is set by the chart itself; leave it out" .name) }}
{{- end }}
{{- end }}
{{- end }}
