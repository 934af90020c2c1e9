# Drains this proxy before it is stopped; Kubernetes runs it as the preStop hook.
# Asks Envoy to send GOAWAY on every connection, so that clients dial again elsewhere, and waits until the last request
# is answered, or for as many seconds as the first argument says.
limit=${1:-30}

# Kubernetes takes the endpoint away at the same moment, but for some seconds new connections may still come here.
least=3

# Speaks HTTP/1.1 to the admin interface on loopback; the image has bash, but no HTTP client.
ask() {
  exec 3<>/dev/tcp/127.0.0.1/19000 || return 1
  printf '%s %s HTTP/1.1\r\nHost: admin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' "$1" "$2" >&3
  cat <&3
  exec 3>&-
}

active() {
  ask GET '/stats?filter=^http\.traffic\.downstream_cx_active$' | sed -n 's/^http\.traffic\.downstream_cx_active: \([0-9]*\).*/\1/p'
}

ask POST /healthcheck/fail >/dev/null || exit 0
ask POST '/drain_listeners?graceful&skip_exit' >/dev/null

SECONDS=0
while [ $SECONDS -lt "$limit" ]; do
  [ $SECONDS -ge $least ] && [ "$(active)" = 0 ] && exit 0
  sleep 0.2
done
exit 0
