# Drains this proxy before it is stopped; Kubernetes runs it as the preStop hook.
# Asks Envoy to send GOAWAY on every connection, so that clients dial again elsewhere, and waits until the last one is
# closed: for as many seconds as the first argument says while no request is under way, since GOAWAY goes out with an
# answer and a silent client cannot be told, and for as many as the second says while there are streams.
quiet=${1:-30}
streams=${2:-$quiet}

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
  ask GET "/stats?filter=^http\.traffic\.downstream_$1_active$" | sed -n "s/^http\.traffic\.downstream_$1_active: \([0-9]*\).*/\1/p"
}

ask POST /healthcheck/fail >/dev/null || exit 0
ask POST '/drain_listeners?graceful&skip_exit' >/dev/null

SECONDS=0
while [ $SECONDS -lt "$quiet" ] || [ $SECONDS -lt "$streams" ]; do
  [ $SECONDS -ge $least ] && [ "$(active cx)" = 0 ] && exit 0
  [ $SECONDS -ge "$quiet" ] && [ "$(active rq)" = 0 ] && exit 0
  sleep 0.2
done
exit 0
