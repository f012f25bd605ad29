{{- define "serai.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "serai.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: hub
{{- end }}

{{- define "serai.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "serai.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "serai.secret" -}}
{{ .Values.secret.existing | default (include "serai.name" .) }}
{{- end }}

{{/* A ConfigMap's key can't have a slash, so folders are written with two underscores. */}}
{{- define "serai.key" -}}
{{ . | replace "/" "__" }}
{{- end }}

{{/* What an address range may never contain. */}}
{{- define "serai.except" -}}
{{- $cidr := lower .range.cidr -}}
{{- if eq $cidr "0.0.0.0/0" }}
except:
  - 169.254.0.0/16
  {{- range .except }}
  - {{ . }}
  {{- end }}
{{- else if eq $cidr "::/0" }}
except: ["fe80::/10", "fc00::/7"]
{{- else if or (hasPrefix "169." $cidr) (hasPrefix "fe" $cidr) (hasPrefix "fd00:" $cidr) }}
{{- fail (printf "networkPolicy.platforms: %s may hold link-local addresses, where clouds keep their machines' credentials; name a narrower range" $cidr) }}
{{- else if lt (last (splitList "/" $cidr) | int) 8 }}
{{- fail (printf "networkPolicy.platforms: %s is too wide; name a narrower range, or 0.0.0.0/0" $cidr) }}
{{- end }}
{{- end }}
