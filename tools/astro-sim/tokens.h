// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astro_sim {

/// "jwt", "apikey", "oauth2"; the older "oauth" is "oauth2" as well.
std::optional<std::string> known_token_type(std::string_view word);

struct KnownToken {
    std::string type;
    astro::Secret text;
};

/// Who may subscribe.
class Tokens {
public:
    /// @param known nobody else may; empty: whoever has any token.
    explicit Tokens(std::vector<KnownToken> known) : known_(std::move(known)) {}

    struct Verdict {
        std::string refusal; ///< why not; "": accepted
        std::string room;    ///< a JWT's claim `channel`, else ""
    };
    Verdict check(const std::string &type, const astro::Secret &token) const;

private:
    std::vector<KnownToken> known_;
};

} // namespace astro_sim
