// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/account.h"
#include "gateway/failure.h"

#include <gmock/gmock.h>

#include <functional>
#include <set>

namespace astro::gateway {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(AccountTest, WordsOfTokenTypes)
{
    for (const auto &[type, word] : std::vector<std::pair<TokenType, std::string>>{
             {TokenType::jwt, "jwt"}, {TokenType::apikey, "apikey"}, {TokenType::oauth2, "oauth2"}}) {
        EXPECT_EQ(to_word(type), word);
        EXPECT_EQ(token_type_from(word), type);
    }
}

TEST(AccountTest, TokenTypesAsPeopleWriteThem)
{
    EXPECT_EQ(token_type_from("oauth"), TokenType::oauth2); // the brief's word
    EXPECT_EQ(token_type_from("OAuth2"), TokenType::oauth2);
    EXPECT_EQ(token_type_from(" JWT\n"), TokenType::jwt);
    EXPECT_EQ(token_type_from("ApiKey"), TokenType::apikey);
    for (const char *word : {"", "bearer", "oauth3", "jwt2", "api key", "oauth 2"})
        EXPECT_FALSE(token_type_from(word)) << word;
}

TEST(AccountTest, ANewOneIsOfStreamElements)
{
    const Account account;
    EXPECT_EQ(account.url, "wss://astro.streamelements.com");
    EXPECT_THAT(account.topics, ElementsAre("channel.activities"));
    EXPECT_EQ(account.token_type, TokenType::jwt);
    EXPECT_TRUE(account.enabled);
    EXPECT_TRUE(account.token.empty());
    EXPECT_EQ(account.room + account.ca_file + account.proxy, "");
}

TEST(AccountTest, AccountsAreEqualWhenAllTheirMembersAre)
{
    const std::vector<std::pair<const char *, std::function<void(Account &)>>> changes = {
        {"name", [](Account &a) { a.name = "x"; }},
        {"enabled", [](Account &a) { a.enabled = false; }},
        {"url", [](Account &a) { a.url = "x"; }},
        {"token", [](Account &a) { a.token = Secret("x"); }},
        {"token_type", [](Account &a) { a.token_type = TokenType::apikey; }},
        {"room", [](Account &a) { a.room = "x"; }},
        {"topics", [](Account &a) { a.topics.emplace_back("x"); }},
        {"ca_file", [](Account &a) { a.ca_file = "x"; }},
        {"proxy", [](Account &a) { a.proxy = "x"; }},
    };
    EXPECT_TRUE(Account() == Account());
    EXPECT_FALSE(Account() != Account());
    for (const auto &[member, change] : changes) {
        Account one, other;
        change(other);
        EXPECT_TRUE(one != other) << member;
        change(one);
        EXPECT_TRUE(one == other) << member;
    }
}

TEST(AccountTest, TheKnownTopicsAreOfferedOnceEach)
{
    const std::set<std::string> different(known_topics().begin(), known_topics().end());
    EXPECT_EQ(different.size(), known_topics().size());
    EXPECT_EQ(known_topics().front(), default_topic);
    for (const char *topic : {"channel.tips", "channel.tips.moderation", "channel.chat.message",
                              "channel.stream.status", "channel.session.update", "channel.session.reset"})
        EXPECT_THAT(known_topics(), Contains(topic));
}

TEST(FailureTest, EachHasAWordOfItsOwn)
{
    std::set<std::string> words;
    constexpr int last = static_cast<int>(Failure::refused_topics);
    for (int number = 0; number <= last; ++number)
        words.emplace(to_word(static_cast<Failure>(number)));
    EXPECT_EQ(words.size(), static_cast<std::size_t>(last) + 1);
    EXPECT_EQ(words.count(""), 0U);
    EXPECT_EQ(to_word(Failure::none), "none");
    EXPECT_EQ(to_word(Failure::tls_expired), "tls_expired");
    EXPECT_EQ(to_word(Failure::refused_topics), "refused_topics");
}

} // namespace
} // namespace astro::gateway
