// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/proxy.h"

#include "gateway/network/ip_literal.h"
#include "gateway/network/system.h"
#include "support/text.h"

#include <asio/ip/network_v4.hpp>
#include <asio/ip/network_v6.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace astro::gateway {
namespace {

std::string environment(const char *lower, const char *upper)
{
    for (const char *name : {lower, upper}) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody in the plugin changes the environment
        if (const char *value = std::getenv(name); value && *value)
            return value;
    }
    return {};
}

std::string the_systems(const std::string &host)
{
    const auto proxy = system_proxy();
    return proxy ? server_for(*proxy, host) : std::string();
}

/// With or without a leading or trailing dot a name matches its subdomains, too.
bool is_name_or_parent(std::string_view entry, const std::string &host)
{
    if (!entry.empty() && entry.front() == '.')
        entry.remove_prefix(1);
    if (!entry.empty() && entry.back() == '.')
        entry.remove_suffix(1);
    if (entry.empty() || host.size() < entry.size() || host.substr(host.size() - entry.size()) != entry)
        return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

/// An address, or the first bits of some ("10.0.0.0/8"); IPv6 with or without brackets.
bool is_address_or_net(std::string entry, const asio::ip::address &address)
{
    entry.erase(std::remove_if(entry.begin(), entry.end(), [](char c) { return c == '[' || c == ']'; }), entry.end());
    const std::size_t slash = entry.find('/');
    const auto first = ip_literal(entry.substr(0, slash));
    if (!first || first->is_v6() != address.is_v6())
        return false;
    const unsigned short longest = address.is_v6() ? 128 : 32;
    unsigned short bits = longest;
    if (slash != std::string::npos) {
        const char *end = entry.data() + entry.size();
        const auto read = std::from_chars(entry.data() + slash + 1, end, bits);
        if (read.ec != std::errc() || read.ptr != end || bits > longest)
            return false;
    }
    if (address.is_v6())
        return asio::ip::network_v6(address.to_v6(), bits).network() ==
               asio::ip::network_v6(first->to_v6(), bits).network();
    return asio::ip::network_v4(address.to_v4(), bits).network() ==
           asio::ip::network_v4(first->to_v4(), bits).network();
}

/// no_proxy as curl reads it: names, addresses and nets with commas or blanks between them; "*" matches all.
bool is_excepted(const std::string &host, const std::string &list)
{
    const auto address = ip_literal(host);
    for (std::size_t from = 0, to = 0; from < list.size(); from = to + 1) {
        to = std::min(list.find_first_of(", \t", from), list.size());
        const std::string entry = text::ascii_lower(list.substr(from, to - from));
        if (entry == "*" || (address ? is_address_or_net(entry, *address) : is_name_or_parent(entry, host)))
            return true;
    }
    return false;
}

int hex_digit(char c)
{
    const std::size_t value = std::string_view("0123456789abcdef").find(text::ascii_lower({&c, 1}));
    return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

/// A percent sign that begins no code stands for itself.
std::string percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = text[i] == '%' && i + 2 < text.size();
        const int high = begins ? hex_digit(text[i + 1]) : -1;
        const int low = begins ? hex_digit(text[i + 2]) : -1;
        const bool code = high >= 0 && low >= 0;
        decoded += code ? static_cast<char>(high * 16 + low) : text[i];
        i += code ? 2 : 0;
    }
    return decoded;
}

std::string base64(const std::string &bytes)
{
    std::vector<unsigned char> out(4 * (bytes.size() / 3 + 1) + 1);
    const int length = EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char *>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    return {reinterpret_cast<const char *>(out.data()), static_cast<std::size_t>(length)};
}

/// "https" of "HTTPS://…", whatever follows; "" when there is none.
std::string scheme_of(std::string_view url)
{
    const std::size_t end = url.find("://");
    if (end == std::string_view::npos)
        return {};
    std::string word = text::ascii_lower(url.substr(0, end));
    const bool is_one = std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    return is_one ? word : std::string();
}

} // namespace

std::optional<Proxy> parse_proxy(const std::string &given)
{
    std::string rest(text::trim(given));
    const std::string scheme = scheme_of(rest);
    const bool is_url = scheme == "http";
    if (!scheme.empty() && !is_url)
        return std::nullopt; // of another kind; a password would go out in clear
    if (is_url)
        rest.erase(0, scheme.size() + 3);
    if (!rest.empty() && rest.back() == '/')
        rest.pop_back();
    Proxy proxy;
    if (const std::size_t at = rest.rfind('@'); at != std::string::npos) {
        proxy.credentials = Secret(is_url ? percent_decoded(rest.substr(0, at)) : rest.substr(0, at));
        rest.erase(0, at + 1);
    }
    const std::size_t bracket = rest.find(']');
    const std::size_t colon = rest.find(':', bracket == std::string::npos ? 0 : bracket);
    proxy.host = rest.substr(0, colon);
    if (!proxy.host.empty() && proxy.host.front() == '[' && proxy.host.back() == ']')
        proxy.host = proxy.host.substr(1, proxy.host.size() - 2);
    if (proxy.host.empty() || proxy.host.find_first_of("[]/?# \r\n") != std::string::npos)
        return std::nullopt;
    if (colon != std::string::npos) {
        const char *end = rest.data() + rest.size();
        const auto read = std::from_chars(rest.data() + colon + 1, end, proxy.port);
        if (read.ec != std::errc() || read.ptr != end || proxy.port == 0)
            return std::nullopt;
    }
    return proxy;
}

std::optional<Proxy> proxy_for(const Address &address, const std::string &configured, bool &bad)
{
    bad = false;
    if (address.loopback())
        return std::nullopt;
    std::string given = configured;
    if (given.empty() && is_excepted(address.host, environment("no_proxy", "NO_PROXY")))
        return std::nullopt;
    if (given.empty())
        given = environment("https_proxy", "HTTPS_PROXY");
    if (given.empty())
        given = the_systems(address.host);
    if (given.empty())
        return std::nullopt;
    auto proxy = parse_proxy(given);
    bad = !proxy;
    return proxy;
}

Secret connect_request(const Proxy &proxy, const Address &address)
{
    const std::string target =
        (address.ipv6_literal ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
    std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!proxy.credentials.empty())
        request += "Proxy-Authorization: Basic " + base64(proxy.credentials.reveal()) + "\r\n";
    return Secret(request + "\r\n");
}

} // namespace astro::gateway
