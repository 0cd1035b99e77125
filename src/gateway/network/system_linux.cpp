// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/system.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <filesystem>

namespace astro::gateway {

void add_system_roots(SSL_CTX *context)
{
    SSL_CTX_set_default_verify_paths(context);
    // An OpenSSL that came with a bundle of its own (Flatpak) may look in places that this system does not have.
    constexpr std::array<const char *, 5> places = {
        "/etc/ssl/certs/ca-certificates.crt",          // Debian, Arch, Flatpak's runtime
        "/etc/pki/tls/certs/ca-bundle.crt",            // Fedora
        "/etc/ssl/ca-bundle.pem",                      // openSUSE
        "/etc/ssl/cert.pem",                           // Alpine
        "/run/host/etc/ssl/certs/ca-certificates.crt", // the host, seen from inside a Flatpak
    };
    std::error_code error;
    if (std::filesystem::exists(X509_get_default_cert_file(), error))
        return;
    for (const char *place : places) {
        if (std::filesystem::exists(place, error) && SSL_CTX_load_verify_locations(context, place, nullptr) == 1)
            return;
    }
}

std::optional<WindowsProxy> system_proxy()
{
    return std::nullopt;
}

} // namespace astro::gateway
