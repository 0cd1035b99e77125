// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/system.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <Security/Security.h>

namespace astro::gateway {

void add_system_roots(SSL_CTX *context)
{
    CFArrayRef anchors = nullptr;
    if (SecTrustCopyAnchorCertificates(&anchors) != errSecSuccess || !anchors)
        return;
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    for (CFIndex i = 0; i < CFArrayGetCount(anchors); ++i) {
        auto anchor = static_cast<SecCertificateRef>(const_cast<void *>(CFArrayGetValueAtIndex(anchors, i)));
        CFDataRef data = SecCertificateCopyData(anchor);
        if (!data)
            continue;
        const unsigned char *bytes = CFDataGetBytePtr(data);
        if (X509 *certificate = d2i_X509(nullptr, &bytes, static_cast<long>(CFDataGetLength(data)))) {
            X509_STORE_add_cert(store, certificate);
            X509_free(certificate);
        }
        CFRelease(data);
    }
    CFRelease(anchors);
}

std::optional<WindowsProxy> system_proxy()
{
    return std::nullopt;
}

} // namespace astro::gateway
