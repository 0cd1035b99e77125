// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/system.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace astro::gateway {
namespace {

/// @return what a variable of the environment says; null when it is not set.
const char *asked_for(const char *variable)
{
    return std::getenv(variable); // NOLINT(concurrency-mt-unsafe): OBS sets none once it runs
}

/// Whether a folder has a system's roots by their hashes, so that OpenSSL reads those that it needs and no others. A
/// few are somebody's own, beside a file of all.
bool has_roots_by_hash(const char *folder)
{
    constexpr std::size_t digits = 8;
    constexpr int least = 50;
    int found = 0;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code unseen; // a link may lead nowhere, as in some containers
        if (name.size() == digits + 2 && name.find_first_not_of("0123456789abcdef") == digits &&
            name.compare(digits, 2, ".0") == 0 && entry->is_regular_file(unseen) && ++found == least)
            return true;
    }
    return false;
}

} // namespace

void add_system_roots(SSL_CTX *context)
{
    // The file of all roots takes tens of milliseconds and a mebibyte for each connection.
    const char *folder = asked_for(X509_get_default_cert_dir_env());
    if (!asked_for(X509_get_default_cert_file_env()) &&
        has_roots_by_hash(folder ? folder : X509_get_default_cert_dir())) {
        SSL_CTX_set_default_verify_dir(context);
        return;
    }
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
