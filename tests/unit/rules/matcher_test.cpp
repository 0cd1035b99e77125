// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/maker.h"
#include "gateway/message.h"
#include "rules/gates.h"
#include "unit/rules/some_event.h"

#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using events::Kind;

Rule rule_for(const std::string &event)
{
    Rule rule;
    rule.name = "R";
    rule.event = event;
    return rule;
}

bool matches(const Rule &rule, const events::Event &event)
{
    return matches(CompiledRule(rule), event);
}

TEST(Matcher, MatchesEachKindByItsWordAlone)
{
    for (const Kind named : events::nameable_kinds()) {
        const CompiledRule matcher(rule_for(std::string(to_word(named))));
        for (const Kind happened : events::nameable_kinds())
            EXPECT_EQ(matches(matcher, some_event(happened)), named == happened)
                << to_word(named) << " / " << to_word(happened);
        EXPECT_FALSE(matches(matcher, some_event(Kind::other))) << to_word(named);
    }
}

TEST(Matcher, AnyMatchesEveryKind)
{
    for (const Kind kind : events::nameable_kinds())
        EXPECT_TRUE(matches(rule_for("any"), some_event(kind))) << to_word(kind);
    EXPECT_TRUE(matches(rule_for("any"), some_event(Kind::other)));
}

TEST(Matcher, UnknownEventsNeverMatch)
{
    for (const char *word : {"", "folow", "Follow", "other", "topic:", "Any", "topic"}) {
        EXPECT_FALSE(EventFilter(word).known()) << word;
        for (const Kind kind : {Kind::follow, Kind::other})
            EXPECT_FALSE(matches(rule_for(word), some_event(kind))) << word;
    }
}

TEST(Matcher, SingleGiftsOfACommunityGiftAreForGiftRulesAndTheirTopic)
{
    auto gift = some_event(Kind::gift);
    gift.of_community_gift = true;
    EXPECT_TRUE(matches(rule_for("gift"), gift));
    EXPECT_TRUE(matches(rule_for("topic:channel.activities"), gift));
    EXPECT_FALSE(matches(rule_for("any"), gift));
    EXPECT_FALSE(matches(rule_for("community_gift"), gift));
}

TEST(Matcher, WhatIsForItsTopicOnlyIsForNoOtherRule)
{
    auto tip = some_event(Kind::tip);
    tip.for_its_topic_only = true;
    EXPECT_TRUE(matches(rule_for("topic:channel.activities"), tip));
    EXPECT_FALSE(matches(rule_for("topic:channel.tips"), tip));
    EXPECT_FALSE(matches(rule_for("tip"), tip));
    EXPECT_FALSE(matches(rule_for("any"), tip));
}

TEST(Matcher, ATopicMatchesExactly)
{
    auto event = some_event(Kind::other);
    event.topic = "channel.chatbot.counters";
    EXPECT_TRUE(matches(rule_for("topic:channel.chatbot.counters"), event));
    EXPECT_FALSE(matches(rule_for("topic:channel.chatbot"), event));
    EXPECT_FALSE(matches(rule_for("topic:Channel.chatbot.counters"), event));
    EXPECT_FALSE(matches(rule_for("topic:channel.chatbot.counters "), event));
}

TEST(Matcher, ATopicMayBeLong)
{
    const std::string topic(150, 't');
    const auto read = gateway::decode(R"({"type":"message","topic":")" + topic + R"(","data":{}})");
    const auto made = events::Maker().make("Twitch", std::get<gateway::Notification>(read), Instant::now());
    ASSERT_EQ(made.size(), 1U);
    EXPECT_TRUE(matches(rule_for("topic:" + topic), made[0]));
    EXPECT_FALSE(matches(rule_for("topic:" + topic.substr(1)), made[0]));
}

TEST(Matcher, AnAccountIsNamedOrAny)
{
    Rule rule = rule_for("follow");
    EXPECT_TRUE(matches(rule, some_event()));
    rule.account = "Twitch";
    EXPECT_TRUE(matches(rule, some_event()));
    rule.account = "YouTube";
    EXPECT_FALSE(matches(rule, some_event()));
}

TEST(Matcher, RulesThatAreOffOrUnreadableNeverMatch)
{
    Rule rule = rule_for("any");
    rule.enabled = false;
    EXPECT_FALSE(matches(rule, some_event()));
    rule.enabled = true;
    rule.unreadable = "no rule";
    EXPECT_FALSE(matches(rule, some_event()));
}

TEST(Matcher, AllConditionsMustHold)
{
    Rule rule = rule_for("tip");
    Condition big;
    big.field = "amount";
    big.test = "at_least";
    big.value = "100";
    Condition euros;
    euros.field = "currency";
    euros.value = "eur";
    rule.conditions = {big, euros};

    auto tip = some_event(Kind::tip);
    tip.amount = "100";
    tip.currency = "EUR";
    EXPECT_TRUE(matches(rule, tip));
    tip.amount = "99.99";
    EXPECT_FALSE(matches(rule, tip));
    tip.amount.reset();
    EXPECT_FALSE(matches(rule, tip));
    tip.amount = "200";
    tip.currency = "USD";
    EXPECT_FALSE(matches(rule, tip));
}

} // namespace
} // namespace astro::rules
