// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro_sim {

enum class CertificateKind {
    good,        ///< for localhost, 127.0.0.1 and ::1, issued by the CA
    expired,     ///< the same, but of last month
    wrong_host,  ///< issued by the CA for another name
    self_signed, ///< for the right names, but not issued by the CA
};

/// All in PEM.
struct Certificate {
    std::string ca; ///< what a client has to trust
    std::string leaf;
    std::string key; ///< of the leaf
};

/// Made anew at each call; the CA's key is thrown away.
/// @throws std::runtime_error when OpenSSL cannot.
Certificate make_certificate(CertificateKind kind);

} // namespace astro_sim
