// SPDX-License-Identifier: GPL-2.0-or-later
// Shapes of channel.session.update and .reset are those of StreamElements' Astro documentation; names are invented.
#include "rules/kept_values.h"

#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace astro::rules {
namespace {

events::Event update(const std::string &key, const std::string &data)
{
    return session_event("channel.session.update", R"({"key":")" + key + R"(","name":")" + key + R"(","data":)" + data +
                                                       R"(,"provider":"twitch"})");
}

TEST(KeptValues, ACounterThatNeverCountedHasNoValue)
{
    KeptValues kept;
    EXPECT_FALSE(kept.counter("deaths"));
    EXPECT_TRUE(kept.set_counter("deaths", 0));
    EXPECT_EQ(kept.counter("deaths"), "0");
    EXPECT_FALSE(kept.counter("Deaths"));
}

TEST(KeptValues, WhiteSpaceAroundACountersNameIsNoneOfIt)
{
    KeptValues kept;
    EXPECT_TRUE(kept.set_counter(" deaths\t", 2));
    EXPECT_EQ(kept.counters, (std::map<std::string, double>{{"deaths", 2}}));
    EXPECT_EQ(kept.counter("deaths"), "2");
    EXPECT_EQ(kept.counted("deaths "), 2);
    EXPECT_EQ(kept.counter("death s"), std::nullopt);
}

TEST(KeptValues, CountersReadAsPeopleWriteNumbers)
{
    KeptValues kept;
    for (const auto &[value, text] : std::vector<std::pair<double, std::string>>{
             {3, "3"}, {-2, "-2"}, {0.1 + 0.2, "0.3"}, {4.2, "4.2"}, {1e6, "1000000"}, {1e30, "1000000000000000"}}) {
        EXPECT_TRUE(kept.set_counter("c", value));
        EXPECT_EQ(kept.counter("c"), text);
    }
}

TEST(KeptValues, ACounterIsNeverAnythingButANumber)
{
    KeptValues kept;
    kept.set_counter("c", 5);
    EXPECT_FALSE(kept.set_counter("c", std::numeric_limits<double>::quiet_NaN()));
    EXPECT_FALSE(kept.set_counter("c", std::numeric_limits<double>::infinity()));
    EXPECT_EQ(kept.counter("c"), "5");
}

TEST(KeptValues, ACountersNameIsOnlySoLong)
{
    KeptValues kept;
    EXPECT_TRUE(kept.set_counter(std::string(500, 'x'), 1));
    EXPECT_FALSE(kept.set_counter(std::string(501, 'x'), 1));
    EXPECT_EQ(kept.counters.size(), 1U);
}

TEST(KeptValues, ThereAreOnlySoManyCounters)
{
    KeptValues kept;
    std::size_t made = 0;
    for (int i = 0; i < 2000; ++i)
        made += kept.set_counter("c" + std::to_string(i), i) ? 1 : 0;
    EXPECT_EQ(made, 1000U);
    EXPECT_TRUE(kept.set_counter("c0", 7)) << "those that are there go on";
    EXPECT_EQ(kept.counter("c0"), "7");
}

TEST(KeptValues, AnUpdateReplacesItsKeyAndLeavesTheRest)
{
    KeptValues kept;
    EXPECT_TRUE(kept.take(update("follower-latest", R"({"name":"Ravenfield"})")));
    EXPECT_TRUE(kept.take(update("tip-goal", R"({"amount":12.5})")));
    EXPECT_TRUE(kept.take(update("follower-latest", R"({"name":"Ada"})")));
    EXPECT_EQ(kept.session_value("follower-latest.name"), "Ada");
    EXPECT_EQ(kept.session_value("tip-goal.amount"), "12.5");
    EXPECT_FALSE(kept.session_value("tip-goal.name"));
    EXPECT_FALSE(kept.session_value("tip-goal"));
    EXPECT_FALSE(kept.session_value("nothing.name"));
    EXPECT_FALSE(kept.session_value(""));
}

TEST(KeptValues, AnUpdateMayHaveOnlyAKeyOrOnlyAName)
{
    KeptValues kept;
    EXPECT_TRUE(kept.take(session_event("channel.session.update", R"({"key":"a","data":{"x":1}})")));
    EXPECT_TRUE(kept.take(session_event("channel.session.update", R"({"name":"b","data":{"x":2}})")));
    EXPECT_FALSE(kept.take(session_event("channel.session.update", R"({"data":{"x":3}})")));
    EXPECT_EQ(kept.session_value("a.x"), "1");
    EXPECT_EQ(kept.session_value("b.x"), "2");
    EXPECT_EQ(kept.session.size(), 2U);
}

TEST(KeptValues, AResetReplacesAll)
{
    KeptValues kept;
    kept.take(update("follower-latest", R"({"name":"Ravenfield"})"));
    kept.take(update("old", R"({"name":"x"})"));
    EXPECT_TRUE(kept.take(
        session_event("channel.session.reset", R"({"follower-latest":{"name":""},"tip-session":{"amount":0}})")));
    EXPECT_EQ(kept.session_value("follower-latest.name"), "");
    EXPECT_EQ(kept.session_value("tip-session.amount"), "0");
    EXPECT_FALSE(kept.session_value("old.name"));
}

TEST(KeptValues, ResetsLeaveCounters)
{
    KeptValues kept;
    kept.set_counter("deaths", 3);
    kept.take(session_event("channel.session.reset", "{}"));
    EXPECT_EQ(kept.counter("deaths"), "3");
}

TEST(KeptValues, OtherTopicsAndOddDataChangeNothing)
{
    KeptValues kept;
    kept.take(update("k", R"({"x":1})"));
    const Json::Value before = kept.session;
    EXPECT_FALSE(kept.take(session_event("channel.activities", R"({"key":"k","data":{"x":2}})")));
    for (const char *data : {"[]", "7", "null", "\"text\""}) {
        EXPECT_FALSE(kept.take(session_event("channel.session.update", data))) << data;
        EXPECT_FALSE(kept.take(session_event("channel.session.reset", data))) << data;
    }
    auto bare = session_event("channel.session.reset", "{}");
    bare.frame.reset();
    EXPECT_FALSE(kept.take(bare));
    EXPECT_EQ(kept.session, before);
}

TEST(KeptValues, KeepsOnlySoMuch)
{
    KeptValues kept;
    EXPECT_FALSE(kept.take(update("long", R"({"text":")" + std::string(100'000, 'x') + "\"}")));
    EXPECT_FALSE(kept.session.isMember("long"));
    for (int i = 0; i < 1000; ++i)
        kept.take(update("k" + std::to_string(i), R"({"x":1})"));
    EXPECT_EQ(kept.session.size(), 500U);
    EXPECT_TRUE(kept.take(update("k0", R"({"x":2})")));
    EXPECT_EQ(kept.session_value("k0.x"), "2");
}

TEST(KeptValues, OfAResetThatIsTooLargeThereIsLeftOutWhatIsTooLarge)
{
    KeptValues kept;
    kept.take(update("old", R"({"name":"x"})"));
    EXPECT_FALSE(kept.left_out);
    EXPECT_TRUE(
        kept.take(session_event("channel.session.reset", R"({"follower-latest":{"name":"Ada"},"tip-recent":{"x":")" +
                                                             std::string(100'000, 'x') + R"("},"z":{"name":"Zoe"}})")));
    EXPECT_EQ(kept.session_value("follower-latest.name"), "Ada");
    EXPECT_EQ(kept.session_value("z.name"), "Zoe");
    EXPECT_FALSE(kept.session.isMember("tip-recent"));
    EXPECT_FALSE(kept.session.isMember("old"));
    EXPECT_TRUE(kept.left_out);
}

TEST(KeptValues, AllTogetherHaveTheirBoundAndAValueTakesThePlaceOfItsOld)
{
    KeptValues kept;
    const std::string large = R"({"x":")" + std::string(60'000, 'x') + "\"}";
    for (int i = 0; i < 20; ++i)
        kept.take(update("k" + std::to_string(i), large));
    EXPECT_EQ(kept.session.size(), 8U);
    EXPECT_TRUE(kept.take(update("k0", large)));
    EXPECT_FALSE(kept.take(update("k8", large)));
    EXPECT_TRUE(kept.take(update("k0", "{}")));
    EXPECT_TRUE(kept.take(update("k8", large)));
}

TEST(KeptValues, ValuesAreFitForAScreen)
{
    KeptValues kept;
    kept.take(update("k", R"({"name":"A\u0007d\u202ea\nB","long":")" + std::string(3000, 'x') + "\"}"));
    EXPECT_EQ(kept.session_value("k.name"), "Ada B");
    EXPECT_LT(kept.session_value("k.long").value_or("").size(), 600U);
}

TEST(KeptValues, ValuesInListsAndObjectsAreReached)
{
    KeptValues kept;
    kept.take(update("k", R"({"list":[{"name":"a"},{"name":"b"}],"flag":true})"));
    EXPECT_EQ(kept.session_value("k.list.1.name"), "b");
    EXPECT_EQ(kept.session_value("k.flag"), "true");
    EXPECT_FALSE(kept.session_value("k.list"));
    EXPECT_FALSE(kept.session_value("k.list.2.name"));
}

TEST_F(EngineTest, WhiteSpaceAroundACountersNameIsNoneOfItForTheActions)
{
    Rule counts = follow_rule("counts");
    Action count;
    count.type = "count";
    count.set("counter", "follows ");
    count.set("add", "1");
    counts.actions = {count, text_action("{counter.follows}")};
    use({counts});
    follow_at(0);
    follow_at(1);
    EXPECT_EQ(story(), (Story{"1", "2"}));
    Action set_counter = count;
    set_counter.type = "set_counter";
    set_counter.set("counter", " follows");
    set_counter.set("value", "7");
    counts.actions[0] = set_counter;
    use({counts});
    follow_at(2);
    EXPECT_EQ(story(), Story{"7"});
    EXPECT_EQ(engine.kept().counters.size(), 1U);
}

TEST_F(EngineTest, SessionValuesAreTakenAlsoFromWhatIsForItsTopicOnlyAndFromAnyAccount)
{
    auto event = update("k", R"({"x":1})");
    event.for_its_topic_only = true;
    engine.on_event(event, at(0));
    EXPECT_EQ(engine.kept().session_value("k.x"), "1");
}

TEST_F(EngineTest, WhatWasKeptOutlivesNewRulesAndAnotherCollection)
{
    KeptValues kept;
    kept.set_counter("deaths", 3);
    engine.set_kept(kept);
    engine.set_counter("wins", 2);
    use({});
    engine.forget();
    EXPECT_EQ(engine.kept().counter("deaths"), "3");
    EXPECT_EQ(engine.kept().counter("wins"), "2");
}

} // namespace
} // namespace astro::rules
