// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/keywords.h"

namespace switchyard::config {
namespace {

constexpr auto kNote = Diagnostic::Severity::note;
constexpr auto kWarning = Diagnostic::Severity::warning;
constexpr auto kError = Diagnostic::Severity::error;

// Every keyword of the HAProxy 2.6 manual (§3, §4.1) that we do not use. The first row that matches counts.
// "'KEYWORD …' has no effect here, because WHY. REMEDY"
constexpr Unused kUnused[] = {
    // Things that mean nothing without something else, in HAProxy too.
    {"tune.ssl.cachesize, tune.ssl.capture-buffer-size, tune.ssl.capture-cipherlist-size, "
     "tune.ssl.default-dh-param, tune.ssl.force-private-cache, tune.ssl.hard-maxrecord, "
     "tune.ssl.keylog, tune.ssl.lifetime, tune.ssl.maxrecord, tune.ssl.ssl-ctx-cache-size, ssl-*, "
     "httpclient.ssl.*, issuers-chain-path",
     kGlobal, Needs::ssl, kNote, "TLS 1.2 and 1.3 are spoken, with the ciphers that HTTP/2 allows", ""},
    {"maxsslconn, maxsslrate", kGlobal, Needs::ssl, kWarning,
     "connections in TLS are limited like all others", "Write 'maxconn'."},
    // Alone it asks for what 'check' does anyway: a connection.
    {"option tcp-check", kProxies, Needs::check, kNote, "", ""},
    {"option ldap-check, option mysql-check, option pgsql-check, option redis-check, "
     "option smtpchk, option spop-check, option ssl-hello-chk, option external-check, http-check *, "
     "tcp-check *, external-check *",
     kProxies, Needs::check, kWarning,
     "a check follows no script: it connects, and may ask over HTTP or gRPC",
     "Write 'option httpchk' or 'option grpchk', or remove it."},
    {"option log-health-checks, email-alert *", kProxies, Needs::check, kNote,
     "the window shows each server's health and why it turned", ""},
    {"http-request, http-response, http-after-response, http-error, http-send-name-header, "
     "errorfile, errorfiles, errorloc, errorloc302, errorloc303, compression, cookie, "
     "declare *, redirect, monitor *, monitor-uri, option originalto, timeout tarpit",
     kProxies, Needs::http, kWarning, "calls are passed on as they are", "Remove it."},
    {"http-reuse, capture *, option http-*, option httpclose, option h1-*, option accept-invalid-*, option "
     "checkcache, option forceclose, option disable-h2-upgrade, option idle-close-on-response, option "
     "prefer-last-server, max-keep-alive-queue, force-persist, ignore-persist",
     kProxies, Needs::http, kNote, "calls share HTTP/2 connections, which stay open", ""},

    // Things that the window, the tables and the report do instead.
    {"log, log-format, log-format-sd, log-tag, error-log-format, option httplog, option httpslog, "
     "option tcplog, option dontlog-normal, option dontlognull, option logasap, option "
     "log-separate-errors, option contstats, option socket-stats, unique-id-format, unique-id-header, "
     "log-send-hostname",
     kGlobal | kProxies, Needs::nothing, kNote,
     "no log is written: the window, the tables and the report show every connection and call", ""},
    {"stats, stats *, node, quiet, zero-warning, description, id", kGlobal | kProxies, Needs::nothing, kNote,
     "the window, the tables and the report take the place of the statistics", ""},

    // Things that a laboratory on one machine does not do.
    {"daemon, chroot, user, group, uid, gid, pidfile, nbthread, thread-group, thread-groups, cpu-map, "
     "numa-cpu-mapping, unix-bind, insecure-fork-wanted, insecure-setuid-wanted, mworker-max-reloads, "
     "master-worker, set-dumpable, localpeer, cluster-secret, expose-experimental-directives, "
     "external-check, h1-*, h2-workaround-*, httpclient.*, lua-*, 51degrees-*, deviceatlas-*, wurfl-*, "
     "server-state-*, ulimit-n, fd-hard-limit, strict-limits, pp2-never-send-local, default-path, "
     "profiling.*, set-var, set-var-fmt, nbproc, hard-stop-after, grace, close-spread-time",
     kGlobal, Needs::nothing, kNote,
     "the balancer runs in the foreground, on one thread, as the user who starts it", ""},
    {"tune.buffers.limit, tune.buffers.reserve, tune.bufsize, tune.bufsize., tune.comp.maxlevel, "
     "tune.fail-alloc, tune.fd.edge-triggered, tune.h2.header-table-size, tune.h2.initial-window-size, "
     "tune.h2.max-concurrent-streams, tune.h2.max-frame-size, tune.http.cookielen, tune.http.logurilen, "
     "tune.http.maxhdr, tune.idle-pool.shared, tune.idletimer, tune.listener.multi-queue, "
     "tune.lua.forced-yield, tune.lua.maxmem, tune.lua.service-timeout, tune.lua.session-timeout, "
     "tune.lua.task-timeout, tune.maxaccept, tune.maxpollevents, tune.maxrewrite, "
     "tune.pattern.cache-size, tune.peers.max-updates-at-once, tune.pipesize, tune.pool-high-fd-ratio, "
     "tune.pool-low-fd-ratio, tune.quic.frontend.conn-tx-buffers.limit, "
     "tune.quic.frontend.max-idle-timeout, tune.quic.frontend.max-streams-bidi, "
     "tune.quic.retry-threshold, tune.rcvbuf.client, tune.rcvbuf.server, tune.recv_enough, "
     "tune.runqueue-depth, tune.sched.low-latency, tune.sndbuf.client, tune.sndbuf.server, "
     "tune.vars.check-max-size, tune.vars.global-max-size, tune.vars.proc-max-size, "
     "tune.vars.reqres-max-size, tune.vars.sess-max-size, tune.vars.txn-max-size, tune.zlib.memlevel, "
     "tune.zlib.windowsize, busy-polling, max-spread-checks, spread-checks, maxcompcpuusage, "
     "maxcomprate, maxpipes, maxzlibmem, no-memory-trimming, noepoll, noevports, nogetaddrinfo, "
     "nokqueue, nopoll, noreuseport, nosplice",
     kGlobal, Needs::nothing, kNote, "the balancer sizes its buffers and polls by itself", ""},
    {"backlog, option tcp-smart-accept, option tcp-smart-connect, option splice-*, option nolinger, "
     "option tcpka, option clitcpka, option srvtcpka, clitcpka-*, srvtcpka-*, option "
     "independent-streams, option abortonclose, bind-process, fullconn, load-server-state-from-file, "
     "server-state-file-name, option transparent-*",
     kProxies, Needs::nothing, kNote, "the balancer sets its sockets by itself", ""},
    {"acl", kProxies, Needs::nothing, kNote, "no rule that would ask for it is followed", ""},
    {"option persist", kProxies, Needs::nothing, kNote, "no client is bound to a server", ""},

    // Things that would change who gets what.
    {"use_backend, use-server", kProxies, Needs::nothing, kWarning,
     "connections always go to the 'default_backend', by its 'balance'",
     "Remove it, or give that backend a frontend of its own."},
    {"tcp-request *, tcp-response *, filter, rate-limit *, maxconnrate, maxsessrate", kGlobal | kProxies,
     Needs::nothing, kWarning, "connections are neither inspected nor limited by rate",
     "Remove it, and expect that nobody is turned away by it."},
    {"stick *, stick-table, persist *", kProxies, Needs::nothing, kWarning,
     "no client is bound to a server, each new connection is balanced",
     "Remove it, or use 'balance source'."},
    {"source", kProxies, Needs::nothing, kWarning,
     "the system chooses the address from which servers are called",
     "Write it on the 'server' lines, or on 'default-server'."},
    {"timeout tunnel, timeout client-fin, timeout server-fin", kProxies, Needs::nothing, kWarning,
     "'timeout client' and 'timeout server' hold for a connection's whole life", "Write the time there."},
    {"setenv, presetenv, unsetenv, resetenv", kGlobal, Needs::nothing, kWarning,
     "variables are only read, as they were when the program started",
     "Set them in the shell: NAME=value switchyard …"},
    {"server-template, dispatch, option transparent, transparent, use-fcgi-app, server-template-*, "
     "option http_proxy",
     kProxies, Needs::nothing, kError, "servers are known by their 'server' lines alone",
     "Write one 'server NAME ADDRESS:PORT' line for each server."},
};

}  // namespace

std::span<const Unused> unusedKeywords() {
  return kUnused;
}

}  // namespace switchyard::config
