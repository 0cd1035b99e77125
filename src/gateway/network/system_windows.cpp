// SPDX-License-Identifier: GPL-2.0-or-later
// Windows' own first: OpenSSL takes names away again that Windows gives to other things.
#include <winsock2.h>

#include <windows.h>

#include <wincrypt.h>
#include <winhttp.h>

#include "gateway/network/system.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <string>

namespace astro::gateway {
namespace {

/// Takes a text over that Windows has allocated.
std::string taken(LPWSTR given)
{
    const std::string text = given ? std::filesystem::path(given).u8string() : std::string();
    if (given)
        GlobalFree(given);
    return text;
}

} // namespace

void add_system_roots(SSL_CTX *context)
{
    HCERTSTORE roots = CertOpenSystemStoreW(0, L"ROOT");
    if (!roots)
        return;
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    PCCERT_CONTEXT entry = nullptr;
    while ((entry = CertEnumCertificatesInStore(roots, entry)) != nullptr) {
        const unsigned char *bytes = entry->pbCertEncoded;
        if (X509 *certificate = d2i_X509(nullptr, &bytes, static_cast<long>(entry->cbCertEncoded))) {
            X509_STORE_add_cert(store, certificate);
            X509_free(certificate);
        }
    }
    CertCloseStore(roots, 0);
}

/// Read from the user's settings, hence without a wait. A script that names proxies (PAC) would have to be fetched and
/// run first: who has one names the proxy in the account.
std::optional<WindowsProxy> system_proxy()
{
    WINHTTP_CURRENT_USER_IE_PROXY_CONFIG settings{};
    if (!WinHttpGetIEProxyConfigForCurrentUser(&settings))
        return std::nullopt;
    taken(settings.lpszAutoConfigUrl);
    WindowsProxy proxy{taken(settings.lpszProxy), taken(settings.lpszProxyBypass)};
    return proxy.servers.empty() ? std::nullopt : std::optional(std::move(proxy));
}

} // namespace astro::gateway
