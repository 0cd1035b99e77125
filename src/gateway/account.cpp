// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/account.h"

#include "support/text.h"

#include <tuple>

namespace astro::gateway {

std::string_view to_word(TokenType type)
{
    switch (type) {
    case TokenType::jwt:
        return "jwt";
    case TokenType::apikey:
        return "apikey";
    case TokenType::oauth2:
        return "oauth2";
    }
    return "jwt";
}

std::optional<TokenType> token_type_from(std::string_view word)
{
    const std::string lower = text::ascii_lower(text::trim(word));
    if (lower == "jwt")
        return TokenType::jwt;
    if (lower == "apikey")
        return TokenType::apikey;
    if (lower == "oauth2" || lower == "oauth")
        return TokenType::oauth2;
    return std::nullopt;
}

const std::vector<std::string> &known_topics()
{
    static const std::vector<std::string> topics = {
        "channel.activities",
        "channel.tips",
        "channel.chat.message",
        "channel.stream.status",
        "channel.session.update",
        "channel.session.reset",
        "channel.tips.moderation",
        "channel.loyalty.redemptions",
        "channel.loyalty.items",
        "channel.contests",
        "channel.giveaways",
        "channel.songrequest",
        "channel.announcements",
        "channel.chatstats",
        "channel.chatbot.counters",
        "channel.chatbot.status",
        "channel.chatbot.modules.pyramid",
        "channel.chatbot.modules.emotecombo",
        "channel.chatbot.audiencequeue",
        "channel.kvstore.update",
        "channel.overlay.action",
        "channel.overlay.broadcast",
        "channel.overlay.update",
    };
    return topics;
}

bool operator==(const Account &a, const Account &b)
{
    const auto tie = [](const Account &c) {
        return std::tie(c.name, c.enabled, c.url, c.token, c.token_type, c.room, c.topics, c.ca_file, c.proxy);
    };
    return tie(a) == tie(b);
}

} // namespace astro::gateway
