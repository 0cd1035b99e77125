// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <deque>
#include <string>
#include <string_view>

namespace astro::gateway {

/// Removes a session's secrets from texts: its token and the one before, and the last reconnect tokens, as they are and
/// as a URL holds them. Those of fewer than 8 characters are left alone. Bounded.
class Redactor {
public:
    explicit Redactor(Secret token) : token_(std::move(token)) {}

    /// A new token takes the place of the current one, which is kept as the one before.
    void change_token(const Secret &token);
    void keep_reconnect_token(const Secret &token);
    /// `text` with "(secret)" wherever it quotes one of them, whole or cut off: a gateway or proxy may send a token
    /// back in its words on an error, and those are logged and shown.
    std::string redact(std::string_view text) const;

private:
    Secret token_, before_;
    std::deque<Secret> reconnect_tokens_;
};

} // namespace astro::gateway
