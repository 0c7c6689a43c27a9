# shellcheck shell=bash
# A mail server of our own for tests and measurements (Exim from Debian's packages); sourced by ./test and ./bench after postgres.sh.
#   find_smtp   installs it if it is missing and can be, exports BAOPHU_TEST_EXIM; 1 if there is none
# The tests start it themselves: a configuration of their own, a free port of the loopback, everything it takes written to a log and thrown away.

smtp_bin() { command -v exim4 || command -v exim || { [ -x /usr/sbin/exim4 ] && echo /usr/sbin/exim4; } || true; }

find_smtp() {
  if [ -n "${BAOPHU_TEST_EXIM:-}" ]; then return 0; fi
  if [ -z "$(smtp_bin)" ]; then install_packages exim4-daemon-light || { say "Exim is missing and cannot be installed here"; return 1; }; fi
  # The package starts a server of the machine's own: nobody here needs it.
  BAOPHU_TEST_EXIM=$(smtp_bin)
  export BAOPHU_TEST_EXIM
}
