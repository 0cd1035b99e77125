// SPDX-License-Identifier: GPL-2.0-or-later
// The way through from a gateway's notifications.
#include "gateway/astro_sim_process.h"
#include "harness/temp_folder.h"
#include "harness/waiting.h"
#include "settings/state_file.h"
#include "unit/pipeline/pipeline_driver.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <future>

namespace astro {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char *token = "tok3n-that-must-not-leak";

rules::Rule rule_for(const std::string &event, const std::string &text)
{
    rules::Action action;
    action.type = "set_text";
    action.set("source", "Alert");
    action.set("text", text);
    rules::Rule rule;
    rule.name = text;
    rule.event = event;
    rule.actions = {action};
    return rule;
}

class PipelineEventsTest : public testing::Test {
protected:
    PipelineEventsTest() { connect(*driver); }
    ~PipelineEventsTest() override
    {
        driver->pipeline().stop();
        EXPECT_THAT(driver->everything_told(), Not(HasSubstr(token)));
    }

    gateway::Account account(const std::string &name) const
    {
        gateway::Account account;
        account.name = name;
        account.url = gateway.url();
        account.token = Secret(token);
        account.token_type = gateway::TokenType::apikey;
        account.topics = {"channel.activities", "channel.tips", "channel.chatbot.counters"};
        return account;
    }

    void connect(PipelineDriver &with)
    {
        with.pipeline().start();
        with.pipeline().set_accounts({account("main")});
        EXPECT_TRUE(with.wait_for([](const std::vector<gateway::Status> &statuses) {
            return statuses.size() == 1 && statuses[0].state == gateway::State::subscribed;
        })) << with.everything_told();
    }

    void use(std::vector<rules::Rule> rules)
    {
        rules::RuleSet set;
        set.rules = std::move(rules);
        driver->pipeline().set_rules(set, 5);
    }

    /// Both wait for the answer.
    bool replay(std::uint64_t id)
    {
        std::promise<bool> done;
        driver->pipeline().replay(id, [&](bool is_there) { done.set_value(is_there); });
        return done.get_future().get();
    }
    bool replay_last()
    {
        std::promise<bool> done;
        driver->pipeline().replay_last([&](bool is_there) { done.set_value(is_there); });
        return done.get_future().get();
    }

    void publish(const std::string &line) { gateway.publish(line); }

    AstroSimProcess gateway{{false, {}}};
    harness::TempFolder folder;
    std::filesystem::path state_file = folder.path() / "state.json";
    std::unique_ptr<PipelineDriver> driver = std::make_unique<PipelineDriver>(state_file);
};

TEST_F(PipelineEventsTest, AFollowSetsOffItsRule)
{
    use({rule_for("follow", "Welcome {user} of {account}!")});
    publish("follow Ben");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: Welcome Ben of main!"));
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.done == 1; }));
    const Pipeline::Summary summary = driver->pipeline().summary();
    EXPECT_EQ(summary.counts.events, 1U);
    EXPECT_EQ(summary.counts.matched, 1U);
    ASSERT_TRUE(summary.latest);
    EXPECT_EQ(summary.latest->kind, events::Kind::follow);
    EXPECT_EQ(summary.latest->user, "Ben");
}

TEST_F(PipelineEventsTest, RulesOfOneEventAreOneBatchInTheirOrder)
{
    rules::Rule elsewhere = rule_for("follow", "another account");
    elsewhere.account = "another";
    use({rule_for("any", "first"), elsewhere, rule_for("raid", "another kind"), rule_for("follow", "second")});
    publish("follow Ben");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: first Alert: second"));
}

TEST_F(PipelineEventsTest, WhileTheUIThreadDoesNotKeepUpNothingIsBegunAndWhatWasBegunIsPutBack)
{
    rules::Rule held = rule_for("follow", "{user}");
    held.actions[0].hold = std::chrono::milliseconds(300);
    use({held});
    publish("follow Ada");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: Ada"));
    driver->busy = true;
    publish("follow Ben");
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: Ada", "5/0 -Ada"));
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.busy == 1; }));
    EXPECT_THAT(driver->everything_told(), HasSubstr("OBS does not keep up"));
    driver->busy = false;
    publish("follow Cleo");
    EXPECT_THAT(driver->story_of(3), ElementsAre("5/0 Alert: Ada", "5/0 -Ada", "5/0 Alert: Cleo"));
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.done == 2; }));
    EXPECT_EQ(driver->pipeline().summary().received, 3U);
}

TEST_F(PipelineEventsTest, EveryEventCountsAndOnlyMatchesAreDone)
{
    rules::Rule rare = rule_for("follow", "follow of {user}");
    rare.cooldown = std::chrono::hours(1);
    use({rare, rule_for("raid", "raid of {user}")});
    publish("follow Ada");
    publish("follow Ben"); // within the cooldown
    publish("cheer Cleo 100");
    publish("raid Dan 42");
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: follow of Ada", "5/0 Alert: raid of Dan"));
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 4; }));
    const Pipeline::Summary summary = driver->pipeline().summary();
    EXPECT_EQ(summary.counts.matched, 3U);
    EXPECT_EQ(summary.counts.cooling, 1U);
    EXPECT_EQ(summary.counts.done, 2U);
    EXPECT_EQ(summary.counts.dropped, 0U);
}

TEST_F(PipelineEventsTest, OneTipOfBothTopicsIsOneEvent)
{
    use({rule_for("tip", "{amount} {currency} of {user}")});
    publish("tip Ada 5 EUR");
    publish("tip Ben 7 SEK");
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: 5 EUR of Ada", "5/0 Alert: 7 SEK of Ben"));
    EXPECT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.repeats == 2; }));
    EXPECT_EQ(driver->pipeline().summary().counts.events, 2U);
}

TEST_F(PipelineEventsTest, ARuleForATopicIsSetOffByEachTipOverItAndNothingIsCountedTwice)
{
    use({rule_for("topic:channel.tips", "tips: {user}"), rule_for("topic:channel.activities", "activities: {user}")});
    publish("tip Ada 5 EUR");
    auto told = driver->story_of(2);
    std::sort(told.begin(), told.end());
    EXPECT_THAT(told, ElementsAre("5/0 Alert: activities: Ada", "5/0 Alert: tips: Ada"));
    publish(
        R"({"publish":{"topic":"channel.tips","data":{"_id":"p","approved":"pending","donation":{"user":{"username":"Ben"},"amount":3}}}})");
    EXPECT_EQ(driver->story_of(3).back(), "5/0 Alert: tips: Ben");
    EXPECT_EQ(driver->pipeline().summary().counts.events, 1U);
    driver->pipeline().stop();
    EXPECT_EQ(driver->pipeline().summary().latest->user, "Ada");
    EXPECT_EQ(settings::read_state(state_file).counts["tip"], 1U);
}

TEST_F(PipelineEventsTest, WhatIsDeliveredTwiceHappensOnce)
{
    use({rule_for("follow", "{user}")});
    publish("duplicate on");
    publish("follow Ada");
    publish("follow Ben");
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: Ada", "5/0 Alert: Ben"));
    EXPECT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.repeats == 2; }));
}

TEST_F(PipelineEventsTest, AKindOfItsOwnIsTheLatestAndOthersAreNot)
{
    use({rule_for("topic:channel.chatbot.counters", "{data.counter}: {data.value}")});
    publish("follow Ada");
    publish(R"({"publish":{"topic":"channel.chatbot.counters","data":{"counter":"deaths","value":42}}})");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: deaths: 42"));
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 2; }));
    EXPECT_EQ(driver->pipeline().summary().latest->user, "Ada");
}

TEST_F(PipelineEventsTest, AReplayAsksTheRulesAndIsNoNews)
{
    use({rule_for("follow", "{user}")});
    publish("follow Ada");
    publish("raid Ben 3");
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 2; }));
    EXPECT_TRUE(replay(1));
    EXPECT_FALSE(replay(999));
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: Ada", "5/0 Alert: Ada"));
    std::promise<std::vector<HistoryItem>> history;
    driver->pipeline().history(1, [&](std::vector<HistoryItem> latest) { history.set_value(std::move(latest)); });
    const auto latest = history.get_future().get();
    ASSERT_EQ(latest.size(), 1U);
    EXPECT_EQ(latest[0]->id, 3U);
    EXPECT_EQ(latest[0]->event->user, "Ada");
    ASSERT_EQ(latest[0]->decisions.size(), 1U);
    EXPECT_TRUE(latest[0]->decisions[0].fires());
    driver->pipeline().stop();
    EXPECT_EQ(driver->pipeline().summary().counts.events, 2U);
    EXPECT_EQ(driver->pipeline().summary().counts.matched, 2U);
    EXPECT_EQ(driver->pipeline().summary().latest->user, "Ben");
    EXPECT_EQ(settings::read_state(state_file).counts["follow"], 1U);
}

TEST_F(PipelineEventsTest, AReplayThatFindsOBSBusySetsOffNothing)
{
    use({rule_for("follow", "{user}")});
    publish("follow Ada");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: Ada"));
    driver->busy = true;
    EXPECT_TRUE(replay(1));
    EXPECT_EQ(driver->pipeline().summary().busy, 1U);
    driver->busy = false;
    EXPECT_TRUE(replay(1));
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: Ada", "5/0 Alert: Ada"));
}

TEST_F(PipelineEventsTest, TheLastEventIsReplayedAndNotWhatCameByTheWay)
{
    EXPECT_FALSE(replay_last());
    use({rule_for("follow", "{user}")});
    const std::string by_the_way =
        R"({"publish":{"topic":"channel.chatbot.counters","data":{"counter":"deaths","value":42}}})";
    publish(by_the_way);
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 1; }));
    EXPECT_FALSE(replay_last());
    publish("follow Ada");
    publish(by_the_way);
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.received == 3; }));
    EXPECT_TRUE(replay_last());
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: Ada", "5/0 Alert: Ada"));
}

TEST_F(PipelineEventsTest, ACommunityGiftWhoseOwnActivityIsLostIsToldAfterAWhile)
{
    use({rule_for("community_gift", "{sender} gives {amount}")});
    for (const std::string id : {"g1", "g2"})
        publish(R"({"publish":{"topic":"channel.activities","data":{"_id":")" + id +
                R"(","type":"subscriber","provider":"twitch","activityGroup":"group","data":)"
                R"({"username":"x","sender":"Ada","gifted":true,"amount":1,"tier":"1000"}}}})");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: Ada gives 2"));
    // The gifts themselves are events too.
    EXPECT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 3; }));
}

TEST_F(PipelineEventsTest, ABadFrameStopsNothing)
{
    use({rule_for("follow", "{user}")});
    publish(R"({"raw":"{\"type\":\"message\",\"topic\":7}"})");
    publish(R"({"raw":"no JSON"})");
    publish("follow Ada");
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: Ada"));
}

TEST_F(PipelineEventsTest, NewRulesHoldForTheNextEvent)
{
    use({rule_for("follow", "old")});
    publish("follow Ada");
    driver->story_of(1);
    use({rule_for("follow", "new")});
    publish("follow Ben");
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: old", "5/0 Alert: new"));
}

TEST_F(PipelineEventsTest, WhatHappenedLastOutlivesThePipeline)
{
    publish("follow Ada");
    publish("follow Ben");
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 2; }));
    EXPECT_FALSE(std::filesystem::exists(state_file)); // not written at each event
    driver->pipeline().stop();
    EXPECT_EQ(settings::read_state(state_file).counts["follow"], 2U);

    driver = std::make_unique<PipelineDriver>(state_file);
    connect(*driver);
    publish("follow Cleo");
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.counts.events == 1; }));
    driver->pipeline().stop();
    const settings::State state = settings::read_state(state_file);
    EXPECT_EQ(state.counts.at("follow"), 3U);
    EXPECT_EQ(state.latest.at("follow").user, "Cleo");
}

TEST_F(PipelineEventsTest, WhatIsKeptIsWrittenSoonSinceOBSMayCrash)
{
    driver = std::make_unique<PipelineDriver>(state_file, std::chrono::milliseconds(10));
    connect(*driver);
    const auto kept = [&] { return settings::read_state(state_file); };
    publish("follow Ada");
    EXPECT_TRUE(harness::wait_until([&] { return kept().counts["follow"] == 1; }, std::chrono::seconds(20)));
    driver->pipeline().set_counter("deaths", 3);
    EXPECT_TRUE(harness::wait_until([&] { return kept().counters["deaths"] == 3; }, std::chrono::seconds(20)));
    std::filesystem::remove(state_file);
    driver->pipeline().set_counter("deaths", 3);
    driver->pipeline().stop();
    EXPECT_FALSE(std::filesystem::exists(state_file)) << "nothing is new";
}

TEST_F(PipelineEventsTest, WhereNothingHappenedNothingIsWritten)
{
    driver->pipeline().stop();
    EXPECT_FALSE(std::filesystem::exists(state_file));
}

TEST_F(PipelineEventsTest, AnAccountThatIsRenamedWithItsRulesLosesNoEvent)
{
    constexpr int events = 400;
    for (int i = 0; i < events; ++i) {
        const std::string name = i % 2 == 0 ? "uno" : "main";
        rules::RuleSet set;
        set.rules = {rule_for("follow", "{user}")};
        set.rules[0].account = name;
        driver->pipeline().set_accounts_and_rules({account(name)}, set, 5);
        publish("follow v" + std::to_string(i));
    }
    ASSERT_TRUE(driver->wait_for([](const Pipeline::Summary &summary) { return summary.received == events; }));
    EXPECT_EQ(driver->pipeline().summary().counts.matched, static_cast<std::uint64_t>(events));
}

TEST_F(PipelineEventsTest, AnAccountThatIsRenamedWhileItIsLostIsLostOnceAndBackUnderItsNewName)
{
    use({rule_for("connection_lost", "{account} lost"), rule_for("connection_back", "{account} back")});
    gateway.process().kill();
    EXPECT_THAT(driver->story_of(1), ElementsAre("5/0 Alert: main lost"));
    driver->pipeline().set_accounts({account("uno")});
    const AstroSimProcess other{{false, {}}};
    gateway::Account main = account("main"); // another one that has that name now
    main.url = other.url();
    driver->pipeline().set_accounts({account("uno"), main});
    const auto main_works = [](const std::vector<gateway::Status> &statuses) {
        return statuses.size() == 2 && statuses[0].state == gateway::State::subscribed;
    };
    ASSERT_TRUE(driver->wait_for(main_works)) << driver->everything_told();
    EXPECT_THAT(driver->story(), ElementsAre("5/0 Alert: main lost"));
    gateway::Account uno = account("uno");
    uno.url = other.url();
    driver->pipeline().set_accounts({uno, main});
    EXPECT_THAT(driver->story_of(2), ElementsAre("5/0 Alert: main lost", "5/0 Alert: uno back"));
}

TEST_F(PipelineEventsTest, NothingIsDoneAfterTheStopWhateverTheGatewaySends)
{
    use({rule_for("follow", "{user}")});
    for (int i = 0; i < 300; ++i)
        publish("follow v" + std::to_string(i));
    driver->story_of(1);
    driver->pipeline().stop();
    const auto before = driver->story();
    publish("follow Late");
    gateway.wait_for("closed");
    EXPECT_EQ(driver->story(), before);
}

} // namespace
} // namespace astro
