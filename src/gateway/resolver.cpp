// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/resolver.h"

#include <asio/ip/address.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <dlfcn.h>
#include <netdb.h>
#endif

namespace astro::gateway {
namespace {

using asio::ip::tcp;

/// Look-ups that were left behind still run; a resolver that never answers does not get ever more of them.
constexpr int most_running = 8;
std::atomic<int> running{0};

/// A thread that is left behind may outlive the module: its code has to stay where it is, even when OBS unloads it.
void keep_this_module_loaded()
{
    static std::once_flag once;
    std::call_once(once, [] {
#if defined(_WIN32)
        HMODULE module = nullptr;
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           reinterpret_cast<LPCWSTR>(&keep_this_module_loaded), &module);
#else
        Dl_info info{};
        if (dladdr(reinterpret_cast<const void *>(&keep_this_module_loaded), &info) != 0 && info.dli_fname)
            dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE | RTLD_NOLOAD);
#endif
    });
}

std::vector<tcp::endpoint> in_turn(const std::vector<asio::ip::address> &all, std::uint16_t port)
{
    std::vector<tcp::endpoint> v6, v4, turned;
    for (const asio::ip::address &one : all)
        (one.is_v6() ? v6 : v4).emplace_back(one, port);
    for (std::size_t i = 0; i < std::max(v6.size(), v4.size()); ++i) {
        if (i < v6.size())
            turned.push_back(v6[i]);
        if (i < v4.size())
            turned.push_back(v4[i]);
    }
    return turned;
}

std::vector<asio::ip::address> ask_system(const std::string &host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    std::vector<asio::ip::address> found;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0)
        return found;
    for (const addrinfo *one = list; one; one = one->ai_next) {
        if (one->ai_family == AF_INET) {
            const auto *v4 = reinterpret_cast<const sockaddr_in *>(one->ai_addr);
            found.emplace_back(asio::ip::address_v4(ntohl(v4->sin_addr.s_addr)));
        } else if (one->ai_family == AF_INET6) {
            const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(one->ai_addr);
            asio::ip::address_v6::bytes_type bytes;
            std::copy_n(v6->sin6_addr.s6_addr, bytes.size(), bytes.begin());
            found.emplace_back(asio::ip::address_v6(bytes, v6->sin6_scope_id));
        }
    }
    freeaddrinfo(list);
    return found;
}

std::vector<asio::ip::address> ask(const LookUp &look_up, const std::string &host)
{
    if (!look_up)
        return ask_system(host);
    std::vector<asio::ip::address> found;
    for (const std::string &address : look_up(host))
        found.push_back(asio::ip::make_address(address));
    return found;
}

/// Whatever goes wrong, nothing was found: an exception would take the whole program along with its thread.
std::vector<tcp::endpoint> ask_or_nothing(const LookUp &look_up, const std::string &host, std::uint16_t port) noexcept
{
    try {
        return in_turn(ask(look_up, host), port);
    } catch (const std::exception &) {
        return {};
    }
}

/// Addresses that need no look-up: numbers, and this computer.
std::vector<tcp::endpoint> known(const std::string &host, std::uint16_t port)
{
    asio::error_code error;
    const asio::ip::address address = asio::ip::make_address(host, error);
    if (!error)
        return {{address, port}};
    if (host == "localhost")
        return {{asio::ip::address_v6::loopback(), port}, {asio::ip::address_v4::loopback(), port}};
    return {};
}

class SharedLookup : public Lookup, public std::enable_shared_from_this<SharedLookup> {
public:
    SharedLookup(const asio::any_io_executor &loop, Done done) : loop_(loop), done_(std::move(done)) {}

    void cancel() override
    {
        const std::lock_guard hold(lock_);
        loop_.reset();
        done_ = nullptr;
    }

    /// Any thread.
    void finish(std::vector<tcp::endpoint> found)
    {
        const std::lock_guard hold(lock_);
        if (!loop_)
            return;
        asio::post(*loop_, [self = shared_from_this(), found = std::move(found)]() mutable {
            Done done;
            {
                const std::lock_guard hold_again(self->lock_);
                done = std::exchange(self->done_, nullptr);
            }
            if (done)
                done(std::move(found));
        });
    }

private:
    std::mutex lock_;
    std::optional<asio::any_io_executor> loop_;
    Done done_;
};

} // namespace

std::shared_ptr<Lookup> Lookup::start(const asio::any_io_executor &loop, const std::string &host, std::uint16_t port,
                                      const LookUp &look_up, Done done)
{
    auto lookup = std::make_shared<SharedLookup>(loop, std::move(done));
    if (auto ready = known(host, port); !ready.empty()) {
        lookup->finish(std::move(ready));
        return lookup;
    }
    if (++running > most_running) {
        --running;
        lookup->finish({});
        return lookup;
    }
    keep_this_module_loaded();
    try {
        std::thread([lookup, host, port, look_up] {
            lookup->finish(ask_or_nothing(look_up, host, port));
            --running;
        }).detach();
    } catch (const std::system_error &) {
        --running;
        lookup->finish({});
    }
    return lookup;
}

} // namespace astro::gateway
