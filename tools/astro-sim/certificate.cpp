// SPDX-License-Identifier: GPL-2.0-or-later
#include "certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace astro_sim {
namespace {

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Releaser<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Releaser<BIO_free_all>>;

constexpr long day = 24 * 60 * 60;

void must(bool done, const char *what)
{
    if (!done)
        throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

Key new_key()
{
    Key key(EVP_EC_gen("P-256"));
    must(key != nullptr, "make a key");
    return key;
}

void add_extension(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    must(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "add an extension");
}

struct Validity {
    long from; ///< seconds from now
    long to;
};

X509Certificate new_certificate(const char *name, EVP_PKEY *key, Validity validity)
{
    X509Certificate certificate(X509_new());
    must(certificate != nullptr, "make a certificate");
    unsigned char serial[8];
    must(RAND_bytes(serial, sizeof serial) == 1, "make a random number");
    std::uint64_t number = 0;
    for (const unsigned char byte : serial)
        number = number << 8 | byte;
    must(X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
             ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), number >> 1) == 1 &&
             X509_gmtime_adj(X509_getm_notBefore(certificate.get()), validity.from) != nullptr &&
             X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity.to) != nullptr &&
             X509_set_pubkey(certificate.get(), key) == 1 &&
             X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                        reinterpret_cast<const unsigned char *>(name), -1, -1, 0) == 1,
         "fill in a certificate");
    return certificate;
}

/// Sets the issuer's name, adds the extensions that name keys, and signs.
void sign(X509 *certificate, X509 *issuer, EVP_PKEY *issuer_key)
{
    must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "name an issuer");
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    if (certificate != issuer)
        add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
    must(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "sign a certificate");
}

std::string text_of(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::string pem(X509 *certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    must(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
    return text_of(memory.get());
}

std::string pem(EVP_PKEY *key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    must(memory && PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "write a key");
    return text_of(memory.get());
}

} // namespace

Certificate make_certificate(CertificateKind kind)
{
    const Key ca_key = new_key();
    const X509Certificate ca = new_certificate("astro-sim's CA", ca_key.get(), {-day, 30 * day});
    add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    sign(ca.get(), ca.get(), ca_key.get());

    const bool expired = kind == CertificateKind::expired;
    const bool wrong_host = kind == CertificateKind::wrong_host;
    const bool own_issuer = kind == CertificateKind::self_signed;
    const Key key = new_key();
    const X509Certificate leaf = new_certificate(wrong_host ? "elsewhere.example" : "localhost", key.get(),
                                                 expired ? Validity{-60 * day, -30 * day} : Validity{-day, 30 * day});
    add_extension(leaf.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(leaf.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(leaf.get(), ca.get(), NID_ext_key_usage, "serverAuth");
    add_extension(leaf.get(), ca.get(), NID_subject_alt_name,
                  wrong_host ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1,IP:::1");
    sign(leaf.get(), own_issuer ? leaf.get() : ca.get(), own_issuer ? key.get() : ca_key.get());
    return {pem(ca.get()), pem(leaf.get()), pem(key.get())};
}

} // namespace astro_sim
