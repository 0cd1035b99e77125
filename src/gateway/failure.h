// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace astro::gateway {

/// Why a connection could not be made, ended, or is not tried. Each has a text "Failure.<word>" in data/locale.
enum class Failure {
    none,
    // settings
    bad_address,
    plain_not_local,
    no_token,
    no_topics,
    bad_ca_file,
    // on the way to the gateway
    name_not_found,
    refused,
    timed_out,
    network, ///< reset, unreachable, broken off
    proxy,
    tls_untrusted, ///< self-signed or of an unknown issuer
    tls_expired,
    tls_wrong_host,
    tls, ///< any other fault of TLS
    // at the upgrade
    too_many_connections, ///< 429
    draining,             ///< 502, 503, other 5xx
    upgrade_unauthorized, ///< 401, 403
    upgrade_refused,      ///< any other answer than 101
    not_a_gateway,        ///< an answer that is not WebSocket's
    // once connected
    closed_by_gateway,
    protocol_error, ///< broken frames, too large a message, invalid UTF-8
    silent,         ///< nothing came for too long
    no_answer,      ///< requests stay without an answer
    slept,          ///< the computer slept
    // answers to subscribe
    unauthorized, ///< err_unauthorized on every topic
    refused_topics,
};

/// The member's own name, e.g. "tls_expired".
std::string_view to_word(Failure failure);

/// How a connection ended, or why it never was.
struct Closed {
    Failure failure = Failure::none;
    int http_status = 0; ///< of a refused upgrade
    std::optional<std::chrono::seconds> retry_after;
    int close_code = 0; ///< WebSocket's, when a close frame came
    std::string detail; ///< the library's or the peer's words, presentable; they may repeat a secret: redact before use
};

/// For the log: "draining, HTTP 502, Bad Gateway".
std::string describe(const Closed &closed);

} // namespace astro::gateway
