// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astro::gateway {

enum class TokenType { jwt, apikey, oauth2 };

/// The protocol's word: "jwt", "apikey", "oauth2".
std::string_view to_word(TokenType type);
/// Accepts the older "oauth" too, in any case.
std::optional<TokenType> token_type_from(std::string_view word);

inline constexpr std::string_view default_url = "wss://astro.streamelements.com";
inline constexpr std::string_view default_topic = "channel.activities";
/// Several times as many as a streamer has: each has a connection of its own.
inline constexpr std::size_t most_accounts = 20;
/// Of an account, several times as many as there are: each is asked for by itself, ten a second at the most.
inline constexpr std::size_t most_topics = 200;

/// Topics that the gateway is known to have, for offering them; any other non-empty string is a topic as well.
const std::vector<std::string> &known_topics();

/// One connection's worth of settings. A plain value: it crosses threads by copy.
struct Account {
    std::string name;
    bool enabled = true;
    std::string url{default_url};
    Secret token; ///< as it is to be sent, without what was pasted around it
    TokenType token_type = TokenType::jwt;
    std::string room;                                            ///< "": leave it to the gateway
    std::vector<std::string> topics{std::string(default_topic)}; ///< the first most_topics are asked for
    std::string ca_file;                                         ///< a PEM file trusted besides the system's roots
    std::string proxy; ///< "host:port" of an HTTP CONNECT proxy; "": the environment's https_proxy and no_proxy

    friend bool operator==(const Account &a, const Account &b);
    friend bool operator!=(const Account &a, const Account &b) { return !(a == b); }
};

} // namespace astro::gateway
