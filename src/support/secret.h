// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace astro {

/// A text that must reach the gateway or the settings file and nothing else: a token, a URL with a reconnect token,
/// a frame that holds one. It does not print: streams, test failures and log lines show "(secret)" instead.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}

    /// The text itself. Every caller is a place to review.
    const std::string &reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend bool operator==(const Secret &a, const Secret &b) { return a.text_ == b.text_; }
    friend bool operator!=(const Secret &a, const Secret &b) { return !(a == b); }
    friend std::ostream &operator<<(std::ostream &out, const Secret &secret)
    {
        return out << (secret.empty() ? "(none)" : "(secret)");
    }

private:
    std::string text_;
};

} // namespace astro
