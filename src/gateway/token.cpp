// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/token.h"

#include "support/json.h"

#include <cstdint>

namespace astro::gateway {
namespace {

constexpr std::size_t longest_token = 16 * 1024;

int base64url_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-' || c == '+')
        return 62;
    if (c == '_' || c == '/')
        return 63;
    return -1;
}

std::optional<std::string> base64url_decoded(std::string_view text)
{
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    std::string bytes;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const int digit = base64url_digit(c);
        if (digit < 0)
            return std::nullopt;
        buffer = ((buffer << 6) | static_cast<std::uint32_t>(digit)) & 0xFFFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> bits) & 0xFFU);
        }
    }
    return bytes;
}

/// Seconds since 1970 of a claim; nothing for what the clock cannot hold.
std::optional<std::chrono::system_clock::time_point> time_claim(const Json::Value &claim)
{
    constexpr double year_2255 = 9e9; // some clocks count nanoseconds in 64 bits
    if (!claim.isNumeric())
        return std::nullopt;
    const double seconds = claim.asDouble();
    if (!(seconds >= 0 && seconds < year_2255))
        return std::nullopt;
    using std::chrono::system_clock;
    return system_clock::time_point(
        std::chrono::duration_cast<system_clock::duration>(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
}

} // namespace

std::optional<TokenClaims> read_claims(const Secret &token)
{
    const std::string_view whole = token.reveal();
    const std::size_t first = whole.find('.');
    const std::size_t second = first == std::string_view::npos ? first : whole.find('.', first + 1);
    if (second == std::string_view::npos || whole.size() > longest_token ||
        whole.find('.', second + 1) != std::string_view::npos)
        return std::nullopt;
    const auto payload = base64url_decoded(whole.substr(first + 1, second - first - 1));
    std::string why;
    const auto claims = payload ? json::parse(*payload, why, {longest_token, 16}) : std::nullopt;
    if (!claims || !claims->isObject())
        return std::nullopt;
    TokenClaims read;
    read.expires = time_claim((*claims)["exp"]);
    return read;
}

} // namespace astro::gateway
