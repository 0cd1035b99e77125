// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/tls_context.h"

#include "gateway/network/system.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace astro::gateway {
namespace {

/// A certificate has no password, and nobody is to be asked for one on a terminal.
int no_password(char *, int, int, void *)
{
    return 0;
}

/// @return false when there is no certificate in it, or one that can't be read.
bool add_roots(SSL_CTX *context, const std::string &pem)
{
    ERR_clear_error();
    BIO *bytes = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    bool any = false;
    while (X509 *certificate = PEM_read_bio_X509_AUX(bytes, nullptr, no_password, nullptr)) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
        X509_free(certificate);
        any = true;
    }
    BIO_free(bytes);
    const bool to_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    return any && to_the_end;
}

} // namespace

std::shared_ptr<asio::ssl::context> make_tls_context(const std::string &extra_pem)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX *native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    add_system_roots(native);
    const bool holds_some = extra_pem.empty() || add_roots(native, extra_pem);
    ERR_clear_error(); // a system without roots is told of by the handshake
    return holds_some ? context : nullptr;
}

bool expect_host(SSL *tls, const std::string &host, bool ip_address)
{
    if (ip_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1;
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(tls, host.c_str()) == 1 && SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
}

Failure tls_failure(SSL *tls)
{
    switch (SSL_get_verify_result(tls)) {
    case X509_V_OK:
        return Failure::tls;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return Failure::tls_expired;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return Failure::tls_wrong_host;
    default:
        return Failure::tls_untrusted;
    }
}

} // namespace astro::gateway
