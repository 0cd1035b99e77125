// SPDX-License-Identifier: GPL-2.0-or-later
#include "tls/flood.h"

#include "astro-sim/certificate.h"
#include "gateway/raw_server.h"
#include "harness/temp_folder.h"
#include "support/json.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace {

template <auto End>
struct Ends {
    template <typename Thing>
    void operator()(Thing *thing) const
    {
        End(thing);
    }
};
using Context = std::unique_ptr<SSL_CTX, Ends<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Ends<SSL_free>>;

struct Socket {
    int number;
    ~Socket() { ::close(number); }
};

void check(bool well, const char *what)
{
    if (!well)
        throw std::runtime_error(std::string("the flood's server: ") + what);
}

Context make_context(const std::string &certificate, const std::string &key)
{
    Context context(SSL_CTX_new(TLS_server_method()));
    const std::unique_ptr<BIO, Ends<BIO_free_all>> leaf_text(
        BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
    const std::unique_ptr<X509, Ends<X509_free>> leaf(PEM_read_bio_X509(leaf_text.get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<BIO, Ends<BIO_free_all>> key_text(BIO_new_mem_buf(key.data(), static_cast<int>(key.size())));
    const std::unique_ptr<EVP_PKEY, Ends<EVP_PKEY_free>> secret(
        PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
    check(SSL_CTX_use_certificate(context.get(), leaf.get()) == 1, "its certificate");
    check(SSL_CTX_use_PrivateKey(context.get(), secret.get()) == 1, "its key");
    return context;
}

std::string read_request(SSL *session)
{
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
        std::array<char, 4096> part{};
        const int count = SSL_read(session, part.data(), static_cast<int>(part.size()));
        check(count > 0, "no request");
        request.append(part.data(), static_cast<std::size_t>(count));
    }
    return request;
}

void write_all(SSL *session, const std::string &text)
{
    check(SSL_write(session, text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size()), "a write");
}

std::string read_exactly(SSL *session, std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const int count = SSL_read(session, bytes.data() + done, static_cast<int>(size - done));
        check(count > 0, "the client left");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

/// What the client says in its first frame, which is masked.
std::string read_frame(SSL *session)
{
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    std::size_t length = byte(read_exactly(session, 2)[1]) & 0x7fU;
    if (length == 126) {
        const std::string longer = read_exactly(session, 2);
        length = static_cast<std::size_t>(byte(longer[0])) << 8 | byte(longer[1]);
    }
    const std::string mask = read_exactly(session, 4);
    std::string text = read_exactly(session, length);
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(byte(text[i]) ^ byte(mask[i % 4]));
    return text;
}

std::string answer_to(const std::string &subscription)
{
    std::string why;
    const auto asked = astro::json::parse(subscription, why);
    check(asked.has_value(), "a subscription that is no JSON");
    Json::Value answer(Json::objectValue);
    answer["id"] = "01J";
    answer["ts"] = "2026-05-01T12:00:00.000Z";
    answer["type"] = "response";
    answer["nonce"] = (*asked)["nonce"];
    answer["data"]["message"] = "successfully subscribed to topic";
    answer["data"]["topic"] = "channel.activities";
    answer["data"]["room"] = "5f0000000000000000000000";
    return frames::text_frame(astro::json::write_compact(answer));
}

/// Documented shape, invented values; each a happening of its own.
std::string notification(std::size_t number)
{
    std::array<char, 900> text{};
    std::snprintf(text.data(), text.size(),
                  R"({"id":"01J%021zu","ts":"2026-05-01T12:00:00.000Z","type":"message","topic":"channel.activities",)"
                  R"("room":"5f0000000000000000000000","data":{"_id":"%024zx","channel":"5f0000000000000000000000",)"
                  R"("type":"follow","provider":"twitch","flagged":false,"createdAt":"2026-05-01T12:00:00.000Z",)"
                  R"("updatedAt":"2026-05-01T12:00:00.000Z","activityId":"%024zx","data":{"username":"viewer%zu",)"
                  R"("displayName":"Viewer%zu","providerId":"%zu","avatar":"https://example.org/avatars/a.png"}}})",
                  number, number, number, number, number, number);
    return frames::text_frame(text.data());
}

} // namespace

Flood::Flood(std::size_t notifications, const std::filesystem::path &ca_file) : notifications_(notifications)
{
    const auto made = astro_sim::make_certificate(astro_sim::CertificateKind::good);
    certificate_ = made.leaf;
    key_ = made.key;
    harness::write_file(ca_file, made.ca);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    check(::bind(listener_, generic, length) == 0 && ::listen(listener_, 1) == 0 &&
              ::getsockname(listener_, generic, &length) == 0,
          "no port");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
        try {
            serve();
        } catch (...) {
            begun_.set_exception(std::current_exception());
        }
    });
}

Flood::~Flood()
{
    ::shutdown(listener_, SHUT_RDWR); // for the case that nobody came
    thread_.join();
    ::close(listener_);
}

void Flood::serve()
{
    const Context context = make_context(certificate_, key_);
    const Socket socket{::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)};
    check(socket.number >= 0, "nobody came");
    const Session session(SSL_new(context.get()));
    check(SSL_set_fd(session.get(), socket.number) == 1 && SSL_accept(session.get()) == 1, "no handshake");
    write_all(session.get(), RawPeer::acceptance(read_request(session.get())));
    write_all(session.get(), answer_to(read_frame(session.get())));

    BIO *const memory = BIO_new(BIO_s_mem());
    SSL_set0_wbio(session.get(), memory);
    for (std::size_t i = 0; i < notifications_; ++i)
        write_all(session.get(), notification(i));
    char *bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(memory, &bytes));
    begun_.set_value(Clock::now());
    for (std::size_t sent = 0; sent < size;) {
        const ssize_t count = ::send(socket.number, bytes + sent, size - sent, MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return; // the client has what it wanted
        sent += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    std::array<char, 4096> rest{};
    while (::recv(socket.number, rest.data(), rest.size(), 0) > 0) { // until the client has left
    }
}
