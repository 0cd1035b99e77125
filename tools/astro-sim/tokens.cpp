// SPDX-License-Identifier: GPL-2.0-or-later
#include "tokens.h"

#include "support/json.h"

#include <algorithm>
#include <ctime>

namespace astro_sim {
namespace {

std::optional<std::string> from_base64url(std::string_view text)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xff);
        }
    }
    return bytes;
}

/// The claims of a JWT, null when it is none. Its signature is not looked at: we have no key.
Json::Value claims(const std::string &token)
{
    const auto first = token.find('.');
    const auto second = token.find('.', first + 1);
    if (first == std::string::npos || second == std::string::npos)
        return {};
    const auto payload = from_base64url(std::string_view(token).substr(first + 1, second - first - 1));
    std::string why;
    return payload ? astro::json::parse(*payload, why).value_or(Json::Value()) : Json::Value();
}

bool expired(const Json::Value &claims)
{
    const Json::Value *end = astro::json::at_path(claims, "exp");
    return end && end->isNumeric() && end->asDouble() <= static_cast<double>(std::time(nullptr));
}

} // namespace

std::optional<std::string> known_token_type(std::string_view word)
{
    if (word == "jwt" || word == "apikey" || word == "oauth2")
        return std::string(word);
    if (word == "oauth")
        return "oauth2";
    return std::nullopt;
}

Tokens::Verdict Tokens::check(const std::string &type, const astro::Secret &token) const
{
    if (token.empty())
        return {"token is missing", ""};
    const auto same = [&](const KnownToken &known) { return known.type == type && known.text == token; };
    if (!known_.empty() && std::none_of(known_.begin(), known_.end(), same))
        return {"token is not valid", ""};
    if (type != "jwt")
        return {};
    const Json::Value read = claims(token.reveal());
    if (expired(read))
        return {"token has expired", ""};
    return {"", astro::json::string_member(read, "channel")};
}

} // namespace astro_sim
