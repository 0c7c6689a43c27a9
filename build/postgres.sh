# shellcheck shell=bash
# A PostgreSQL of our own for tests and measurements; sourced by ./test and ./bench.
#   start_postgres   installs the server if it is missing and can be, starts one in a scratch folder, exports BAOPHU_TEST_PG; 1 if there is none
#   stop_postgres    stops it and removes the folder
# It listens on a socket only, so no port is taken, and keeps nothing, so nothing is synced.

pg_scratch=
pg_up=
pg_updated=

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1; fi
}

# Debian packages, where this machine has apt-get and we may use it.
install_packages() {
  command -v apt-get >/dev/null || return 1
  as_root true || return 1
  if [ -z "$pg_updated" ]; then as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 || return 1; pg_updated=yes; fi
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

postgres_bin() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
  if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"; return; fi
  found=$(command -v initdb || true)
  if [ -n "$found" ]; then dirname "$(readlink -f "$found")"; fi
}

# PostgreSQL refuses to run as root: then as its own user.
pg_own() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid "$pg_user" --regid "$pg_group" --clear-groups -- env HOME="$pg_scratch" "$@")
  else (cd / && "$@"); fi
}

start_postgres() {
  if [ -n "${BAOPHU_TEST_PG:-}" ]; then return 0; fi
  pg_bin=$(postgres_bin)
  if [ -z "$pg_bin" ]; then
    install_packages postgresql || { say "PostgreSQL is missing and cannot be installed here"; return 1; }
    pg_bin=$(postgres_bin)
  fi
  pg_user=$(id -un) pg_group=$(id -gn)
  if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then pg_user=postgres; else pg_user=nobody; fi
    pg_group=$(id -gn "$pg_user")
  fi
  # A socket's path may have 107 characters at most, and its user must be able to enter every folder above.
  pg_scratch=$(mktemp -d "${TMPDIR:-/tmp}/baophu-pg-XXXXXX")
  chmod 711 "$pg_scratch"
  mkdir "$pg_scratch/data" "$pg_scratch/socket"
  if [ "$(id -u)" = 0 ]; then chown "$pg_user" "$pg_scratch/data" "$pg_scratch/socket"; fi
  chmod 700 "$pg_scratch/data"
  chmod 755 "$pg_scratch/socket"
  if ! pg_own "$pg_bin/initdb" -D "$pg_scratch/data" -U baophu -A trust -E UTF8 --locale=C --no-sync >"$pg_scratch/log" 2>&1; then
    say "initdb failed:"; cat "$pg_scratch/log" >&2; return 1
  fi
  pg_up=yes
  if ! pg_own "$pg_bin/pg_ctl" -D "$pg_scratch/data" -w -t 60 -l "$pg_scratch/socket/server.log" \
      -o "-c listen_addresses= -c unix_socket_directories=$pg_scratch/socket -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=192MB -c max_wal_size=2GB" \
      start >"$pg_scratch/log" 2>&1 </dev/null; then
    say "PostgreSQL did not start:"; cat "$pg_scratch/log" "$pg_scratch/socket/server.log" >&2 || true; return 1
  fi
  export BAOPHU_TEST_PG="Host=$pg_scratch/socket;Username=baophu;Database=postgres"
}

stop_postgres() {
  if [ -n "$pg_up" ]; then pg_own "$pg_bin/pg_ctl" -D "$pg_scratch/data" -m immediate stop >/dev/null 2>&1 || true; pg_up=; fi
  if [ -n "$pg_scratch" ]; then rm -rf "$pg_scratch"; pg_scratch=; fi
}
