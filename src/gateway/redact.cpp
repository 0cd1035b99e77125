// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/redact.h"

#include "gateway/address.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace astro::gateway {
namespace {

/// So many letters in a row that begin a secret are no coincidence.
constexpr std::size_t telling_length = 12;
constexpr std::size_t most_reconnect_tokens = 4;
/// What is shorter opens nothing, be it mistyped or made up by a gateway, and would blot out plain words.
constexpr std::size_t shortest_secret = 8;

std::size_t common_start(std::string_view a, std::string_view b)
{
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto differ = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin());
    return static_cast<std::size_t>(differ.first - a.begin());
}

/// How much of the text's start quotes one of them; 0: nothing.
std::size_t quoted_at_start(std::string_view text, const std::vector<const Secret *> &secrets)
{
    std::size_t longest = 0;
    for (const Secret *secret : secrets) {
        if (secret->reveal().size() < shortest_secret)
            continue;
        const std::size_t common = common_start(text, secret->reveal());
        if (common >= std::min(telling_length, secret->reveal().size()))
            longest = std::max(longest, common);
    }
    return longest;
}

std::string without_secrets(std::string_view text, const std::vector<const Secret *> &secrets)
{
    std::string shown;
    while (!text.empty()) {
        if (const std::size_t quoted = quoted_at_start(text, secrets); quoted > 0) {
            shown += "(secret)";
            text.remove_prefix(quoted);
        } else {
            shown += text.front();
            text.remove_prefix(1);
        }
    }
    return shown;
}

} // namespace

void Redactor::change_token(const Secret &token)
{
    if (token != token_)
        before_ = std::exchange(token_, token);
}

void Redactor::keep_reconnect_token(const Secret &token)
{
    reconnect_tokens_.push_back(token);
    reconnect_tokens_.emplace_back(url_encoded(token.reveal()));
    while (reconnect_tokens_.size() > 2 * most_reconnect_tokens)
        reconnect_tokens_.pop_front();
}

std::string Redactor::redact(std::string_view text) const
{
    std::vector<const Secret *> secrets = {&token_, &before_};
    for (const Secret &token : reconnect_tokens_)
        secrets.push_back(&token);
    return without_secrets(text, secrets);
}

} // namespace astro::gateway
