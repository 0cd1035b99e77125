// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/redact.h"

#include <algorithm>
#include <cstddef>

namespace astro::gateway {
namespace {

/// So many letters in a row that begin a secret are no coincidence.
constexpr std::size_t telling_length = 12;

std::size_t common_start(std::string_view a, std::string_view b)
{
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto differ = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin());
    return static_cast<std::size_t>(differ.first - a.begin());
}

} // namespace

std::string without_secret(std::string_view text, const Secret &secret)
{
    const std::string &hidden = secret.reveal();
    std::string shown;
    while (!hidden.empty() && !text.empty()) {
        const std::size_t quoted = common_start(text, hidden);
        if (quoted >= std::min(telling_length, hidden.size())) {
            shown += "(secret)";
            text.remove_prefix(quoted);
        } else {
            shown += text.front();
            text.remove_prefix(1);
        }
    }
    return shown.append(text);
}

} // namespace astro::gateway
