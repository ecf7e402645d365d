#!/usr/bin/env bash
# Refuses manifests with an image that is named by a tag only: the same tag may be another image tomorrow.
# kubectl kustomize deploy/kubernetes/overlays/production | deploy/kubernetes/check-images.sh
set -euo pipefail

loose=$(grep -E '^[[:space:]-]*(image|imageName):' | grep -vE '@sha256:[0-9a-f]{64}"?$' | sed -E 's/^[[:space:]-]*//' | sort -u) || true
if [[ -z $loose ]]; then exit 0; fi
printf 'Without a digest (name:tag@sha256:…):\n%s\n' "$loose" >&2
exit 1
