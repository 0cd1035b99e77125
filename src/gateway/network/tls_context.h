// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/failure.h"

#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>

#include <memory>
#include <string>

namespace astro::gateway {

/// A context that verifies: TLS 1.2 or newer, the peer's chain against the system's roots (Linux: OpenSSL's own places
/// and, where those are empty, the distributions'; Windows: the certificate store; macOS: the keychain), and against
/// the certificates in `extra_pem` as well when that is not empty.
/// @return null when `extra_pem` holds no certificate, or one that can't be read.
/// @throws std::exception when OpenSSL was set up without what TLS needs.
std::shared_ptr<asio::ssl::context> make_tls_context(const std::string &extra_pem);

/// Asks the peer for `host` (SNI) and accepts its certificate only for that host, be it a name or an IP address.
/// @return false when OpenSSL refuses the host.
bool expect_host(SSL *tls, const std::string &host, bool ip_address);

/// What a failed handshake failed for.
Failure tls_failure(SSL *tls);

} // namespace astro::gateway
