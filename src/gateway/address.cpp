// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/address.h"

#include "support/text.h"

#include <algorithm>
#include <charconv>

namespace astro::gateway {
namespace {

/// Takes a number of one byte off the front.
std::optional<std::uint8_t> take_byte(std::string_view &text)
{
    std::uint8_t byte = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), byte);
    const auto length = static_cast<std::size_t>(read.ptr - text.data());
    if (read.ec != std::errc() || (length > 1 && text.front() == '0'))
        return std::nullopt;
    text.remove_prefix(length);
    return byte;
}

/// "127.x.y.z", and not a name that begins like it: what is no literal is looked up, and may be anywhere.
bool is_ipv4_loopback(std::string_view host)
{
    const auto bytes = ipv4_literal(host);
    return bytes && bytes->front() == 127;
}

using Ipv6 = std::array<std::uint8_t, 16>;

/// Takes a number of four hexadecimal digits at the most off the front, and writes it to two bytes.
bool take_word(std::string_view &text, std::uint8_t *bytes)
{
    std::uint16_t word = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), word, 16);
    const auto length = static_cast<std::size_t>(read.ptr - text.data());
    if (read.ec != std::errc() || length > 4)
        return false;
    text.remove_prefix(length);
    bytes[0] = static_cast<std::uint8_t>(word >> 8);
    bytes[1] = static_cast<std::uint8_t>(word & 0xFF);
    return true;
}

/// In any of its spellings, the last four bytes perhaps as IPv4's, without brackets and zone.
std::optional<Ipv6> ipv6_literal(std::string_view text)
{
    Ipv6 bytes{};
    std::size_t count = 0;
    std::optional<std::size_t> gap; // where "::" stands
    while (!text.empty()) {
        if (text.substr(0, 2) == "::") {
            if (gap)
                return std::nullopt;
            gap = count;
            text.remove_prefix(2);
            if (text.empty())
                break;
        } else if (count > 0) {
            if (text.front() != ':')
                return std::nullopt;
            text.remove_prefix(1);
        }
        if (const auto v4 = ipv4_literal(text); v4 && count + v4->size() <= bytes.size()) {
            std::copy(v4->begin(), v4->end(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
            count += v4->size();
            break;
        }
        if (count == bytes.size() || !take_word(text, &bytes[count]))
            return std::nullopt;
        count += 2;
    }
    if (gap ? count == bytes.size() : count != bytes.size())
        return std::nullopt;
    if (gap) // what follows it belongs to the end, and zeros into it
        std::rotate(bytes.begin() + static_cast<std::ptrdiff_t>(*gap),
                    bytes.begin() + static_cast<std::ptrdiff_t>(count), bytes.end());
    return bytes;
}

/// "::1", or one of IPv4's within IPv6 ("::ffff:127.0.0.1"), however it is spelt.
bool is_ipv6_loopback(std::string_view host)
{
    constexpr Ipv6 loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    constexpr std::array<std::uint8_t, 13> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127};
    const auto bytes = ipv6_literal(host);
    return bytes && (*bytes == loopback || std::equal(mapped.begin(), mapped.end(), bytes->begin()));
}

bool is_name_sign(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || c == '-' || c == '.' || c == '_';
}

/// A host's name or IPv4 address. Names with other letters are to be given in their "xn--" form.
bool is_host_name(std::string_view host)
{
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.front() == '-')
        return false;
    for (const char c : host) {
        if (!is_name_sign(c))
            return false;
    }
    return host.find("..") == std::string_view::npos;
}

bool is_ipv6(std::string_view host)
{
    return host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
}

bool is_clean(std::string_view text)
{
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F)
            return false;
    }
    return true;
}

} // namespace

std::optional<std::array<std::uint8_t, 4>> ipv4_literal(std::string_view text)
{
    std::array<std::uint8_t, 4> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0) {
            if (text.empty() || text.front() != '.')
                return std::nullopt;
            text.remove_prefix(1);
        }
        const auto byte = take_byte(text);
        if (!byte)
            return std::nullopt;
        bytes[i] = *byte;
    }
    return text.empty() ? std::optional(bytes) : std::nullopt;
}

std::string url_encoded(std::string_view text)
{
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

bool Address::loopback() const
{
    return host == "localhost" || is_ipv4_loopback(host) || is_ipv6_loopback(host);
}

std::variant<Address, AddressError> parse_address(std::string_view url)
{
    url = text::trim(url);
    if (url.empty())
        return AddressError::empty;
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos || !is_clean(url))
        return AddressError::no_address;
    const std::string scheme = text::ascii_lower(url.substr(0, colon));
    if (scheme != "ws" && scheme != "wss")
        return AddressError::unknown_scheme;

    Address address;
    address.tls = scheme == "wss";
    address.port = address.tls ? 443 : 80;
    std::string_view rest = url.substr(colon + 3);
    rest = rest.substr(0, rest.find('#'));
    const std::size_t end_of_host = rest.find_first_of("/?");
    std::string authority = text::ascii_lower(rest.substr(0, end_of_host));
    if (authority.find('@') != std::string::npos)
        return AddressError::user_part;
    if (end_of_host != std::string_view::npos) {
        const std::string_view tail = rest.substr(end_of_host);
        address.path = (tail.front() == '?' ? "/" : "") + std::string(tail);
    }

    std::string port;
    if (!authority.empty() && authority.front() == '[') {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string::npos || (bracket + 1 < authority.size() && authority[bracket + 1] != ':'))
            return AddressError::no_address;
        address.ipv6_literal = true;
        address.host = authority.substr(1, bracket - 1);
        port = bracket + 1 < authority.size() ? authority.substr(bracket + 2) : "";
        if ((bracket + 1 < authority.size() && port.empty()) || !is_ipv6(address.host))
            return AddressError::no_address;
    } else {
        const std::size_t mark = authority.find(':');
        address.host = authority.substr(0, mark);
        port = mark == std::string::npos ? "" : authority.substr(mark + 1);
        if ((mark != std::string::npos && port.empty()) || !is_host_name(address.host))
            return AddressError::no_address;
    }
    if (!port.empty()) {
        const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
        if (read.ec != std::errc() || read.ptr != port.data() + port.size() || address.port == 0)
            return AddressError::no_address;
    }
    if (!address.tls && !address.loopback())
        return AddressError::plain_not_local;
    return address;
}

Secret with_reconnect_token(std::string_view url, const Secret &reconnect_token)
{
    url = text::trim(url);
    std::string whole(url.substr(0, url.find('#')));
    const std::size_t scheme = whole.find("://");
    const std::size_t after_host = whole.find_first_of("/?", scheme == std::string::npos ? 0 : scheme + 3);
    if (after_host == std::string::npos)
        whole += '/';
    whole += whole.find('?') == std::string::npos ? '?' : '&';
    return Secret(whole + "reconnect_token=" + url_encoded(reconnect_token.reveal()));
}

} // namespace astro::gateway
