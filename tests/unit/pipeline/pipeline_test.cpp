// SPDX-License-Identifier: GPL-2.0-or-later
// The way through without a gateway: rules that are tried, in time.
#include "unit/pipeline/pipeline_driver.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <memory>

namespace astro {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

rules::Rule text_rule(const std::string &text, int hold_ms = 0, const std::string &queue = {})
{
    rules::Action action;
    action.type = "set_text";
    action.set("source", "Alert");
    action.set("text", text);
    action.hold = milliseconds(hold_ms);
    rules::Rule rule;
    rule.name = text;
    rule.queue = queue;
    rule.actions = {action};
    return rule;
}

class PipelineTest : public testing::Test {
protected:
    void fire(const rules::Rule &rule) { pipeline.fire(rule, events::sample(events::Kind::follow)); }
    auto story_of(std::size_t batches) { return driver.story_of(batches); }

    PipelineDriver driver;
    Pipeline &pipeline = driver.pipeline();
};

class StartedPipelineTest : public PipelineTest {
protected:
    StartedPipelineTest() { pipeline.start(); }
};

// --- What is asked for with an answer

TEST_F(StartedPipelineTest, WhatIsWantedNoMoreWhenItsTimeComesIsNeitherDoneNorAnswered)
{
    rules::RuleSet set;
    set.rules = {text_rule("{user}")};
    set.rules[0].event = "follow";
    pipeline.set_rules(set, 0);
    const auto event = [](const char *user) {
        auto made = events::sample(events::Kind::follow);
        made.user = user;
        return made;
    };
    std::atomic<int> answers{0};
    const auto no = [] { return false; };
    const auto yes = [] { return true; };
    const auto on_fired = [&](bool) { ++answers; };
    const auto on_sent = [&](const rules::Decisions &) { ++answers; };
    pipeline.fire("{user}", event("Ada"), on_fired, no);
    pipeline.send(event("Ben"), on_sent, no);
    pipeline.fire("{user}", event("Cleo"), on_fired, yes);
    pipeline.send(event("Dee"), on_sent, yes);
    EXPECT_THAT(story_of(2), ElementsAre("0/0 Alert: Cleo", "0/0 Alert: Dee"));
    pipeline.stop();
    EXPECT_EQ(answers, 2);
}

// --- A rule is tried

TEST_F(StartedPipelineTest, AFiredRuleIsDoneWithItsTextsFilledIn)
{
    fire(text_rule("Welcome {user}!"));
    EXPECT_THAT(story_of(1), ElementsAre("0/0 Alert: Welcome Ada!"));
}

TEST_F(StartedPipelineTest, AFiredRuleIsDoneWhateverItsConditionsSay)
{
    rules::Rule rule = text_rule("tried");
    rule.enabled = false;
    rule.event = "raid";
    rule.account = "another";
    rule.cooldown = std::chrono::hours(1);
    rules::Condition never;
    never.field = "user";
    never.test = "is";
    never.value = "nobody";
    rule.conditions = {never};
    fire(rule);
    fire(rule);
    EXPECT_THAT(story_of(2), ElementsAre("0/0 Alert: tried", "0/0 Alert: tried"));
}

TEST_F(StartedPipelineTest, AFiredRuleCountsAsDoneAndAsNoEvent)
{
    fire(text_rule("tried"));
    ASSERT_TRUE(driver.wait_for([](const Pipeline::Summary &summary) { return summary.counts.done == 1; }));
    const Pipeline::Summary summary = pipeline.summary();
    EXPECT_EQ(summary.counts.events, 0U);
    EXPECT_EQ(summary.counts.matched, 0U);
    EXPECT_FALSE(summary.latest);
}

TEST_F(StartedPipelineTest, AFileIsWrittenOnItsWayAndWhatCanNotBeIsTold)
{
    const TemporaryFolder folder;
    const auto file_rule = [](const std::string &file) {
        rules::Action action;
        action.type = "write_file";
        action.set("file", file);
        action.set("text", "{user}");
        action.set("append", true);
        rules::Rule rule = text_rule("shown");
        rule.actions.push_back(action);
        return rule;
    };
    const auto file = folder.path() / "names.txt";
    fire(file_rule(file.u8string()));
    fire(file_rule(file.u8string()));
    fire(file_rule("names.txt"));
    EXPECT_THAT(story_of(3), ElementsAre("0/0 Alert: shown", "0/0 Alert: shown", "0/0 Alert: shown"));
    pipeline.stop();
    EXPECT_EQ(content_of(file), "Ada\nAda\n");
    EXPECT_THAT(pipeline.file_problems(), ElementsAre(Problem{"Problem.File.NotAbsolute", {"names.txt"}}));
}

// --- In time

TEST_F(StartedPipelineTest, WhatIsHeldIsUndone)
{
    fire(text_rule("shown", 30));
    EXPECT_THAT(story_of(2), ElementsAre("0/0 Alert: shown", "0/0 -shown"));
}

TEST_F(StartedPipelineTest, AnEarlierUndoDoesNotWaitForALaterOne)
{
    fire(text_rule("long", 60'000));
    fire(text_rule("short", 20));
    EXPECT_THAT(story_of(3), ElementsAre("0/0 Alert: long", "0/0 Alert: short", "0/0 -short"));
}

TEST_F(StartedPipelineTest, OneQueueIsDoneOneAfterAnother)
{
    for (const char *text : {"one", "two", "three"})
        fire(text_rule(text, 20, "alerts"));
    EXPECT_THAT(story_of(4),
                ElementsAre("0/0 Alert: one", "0/0 -one Alert: two", "0/0 -two Alert: three", "0/0 -three"));
}

TEST(PipelineQueuesTest, WhatAQuietSceneHoldsIsToldAsWaitingUntilItIsCleared)
{
    std::vector<std::size_t> waiting;
    Pipeline::Callbacks callbacks{[](const rules::Batch &, Pipeline::Basis) {}, {}, {}};
    callbacks.on_queues = [&](const Pipeline::Queues &queues) { waiting.push_back(queues.waiting); };
    Pipeline pipeline(std::move(callbacks), {}, [](LogLevel, const std::string &) {});
    rules::RuleSet set;
    set.guard.scenes = {"BRB"};
    pipeline.set_rules(set, 0);
    pipeline.set_surroundings({"BRB", false, false});
    pipeline.start();
    for (const char *text : {"one", "two"})
        pipeline.fire(text_rule(text), events::sample(events::Kind::follow));
    std::promise<Pipeline::Waiting> cleared;
    pipeline.clear("", [&](Pipeline::Waiting count) { cleared.set_value(count); });
    EXPECT_EQ(cleared.get_future().get(), 0U);
    pipeline.stop();
    EXPECT_THAT(waiting, ElementsAre(1, 2, 0));
}

TEST_F(StartedPipelineTest, OfAQueueThatNobodyNamesNothingIsDone)
{
    rules::RuleSet set;
    set.rules = {text_rule("named", 0, "alerts")};
    pipeline.set_rules(set, 0);
    using Ask = void (Pipeline::*)(std::string, Pipeline::Reply<Pipeline::Waiting>);
    const auto ask = [&pipeline = pipeline](Ask what, const char *queue) {
        const auto answer = std::make_shared<std::promise<Pipeline::Waiting>>(); // until both threads are done with it
        (pipeline.*what)(queue, [answer](Pipeline::Waiting waiting) { answer->set_value(waiting); });
        return answer->get_future().get();
    };
    for (const Ask what : {&Pipeline::pause, &Pipeline::resume, &Pipeline::skip, &Pipeline::clear}) {
        for (const char *other : {"others", "Alerts", " alerts"})
            EXPECT_EQ(ask(what, other), std::nullopt) << other;
        EXPECT_EQ(ask(what, "alerts"), 0U);
        EXPECT_EQ(ask(what, ""), 0U);
    }
    // One that was paused can be let go on, also when its rule is gone.
    ask(&Pipeline::pause, "alerts");
    pipeline.set_rules({}, 0);
    EXPECT_EQ(ask(&Pipeline::resume, "alerts"), 0U);
    EXPECT_EQ(ask(&Pipeline::resume, "alerts"), std::nullopt);
}

// --- Rules and names change

TEST_F(StartedPipelineTest, ABatchTellsFromWhichRulesItWasMade)
{
    pipeline.set_rules({}, 7);
    fire(text_rule("seven"));
    pipeline.set_rules({}, 8);
    fire(text_rule("eight"));
    EXPECT_THAT(story_of(2), ElementsAre("7/0 Alert: seven", "8/0 Alert: eight"));
}

// These are all asked for before the thread begins, so that they are taken in one go.

TEST_F(PipelineTest, AnotherGenerationForgetsWhatWasPlanned)
{
    pipeline.set_rules({}, 1);
    fire(text_rule("old", 200, "alerts"));
    fire(text_rule("waits", 200, "alerts"));
    pipeline.set_rules({}, 2);
    fire(text_rule("new", 300, "alerts")); // its undo comes after all that was due before
    pipeline.start();
    EXPECT_THAT(story_of(3), ElementsAre("1/0 Alert: old", "2/0 Alert: new", "2/0 -new"));
}

TEST_F(PipelineTest, NewRulesOfTheSameGenerationForgetNothing)
{
    pipeline.set_rules({}, 1);
    fire(text_rule("one", 20, "alerts"));
    fire(text_rule("two", 20, "alerts"));
    pipeline.set_rules({}, 1);
    pipeline.start();
    EXPECT_THAT(story_of(3), ElementsAre("1/0 Alert: one", "1/0 -one Alert: two", "1/0 -two"));
}

TEST_F(PipelineTest, ARenameReachesWhatWaitsInAQueue)
{
    fire(text_rule("one", 200, "alerts"));
    fire(text_rule("two", 20, "alerts"));
    pipeline.rename({"Alert", "Banner"});
    pipeline.rename({"Something else", "Entirely"});
    pipeline.start();
    EXPECT_THAT(story_of(3), ElementsAre("0/0 Alert: one", "0/2 -one Banner: two", "0/2 -two"));
}

// --- Beginning and end

TEST_F(PipelineTest, WhatIsAskedBeforeTheStartIsDoneAfterIt)
{
    pipeline.set_rules({}, 3);
    fire(text_rule("early"));
    EXPECT_THAT(driver.story(), IsEmpty());
    pipeline.start();
    EXPECT_THAT(story_of(1), ElementsAre("3/0 Alert: early"));
}

TEST_F(PipelineTest, OneThatWasNeverStartedStops)
{
    fire(text_rule("never"));
    pipeline.stop();
    EXPECT_THAT(driver.story(), IsEmpty());
}

TEST_F(StartedPipelineTest, NothingIsDoneAfterTheStop)
{
    fire(text_rule("held", 1));
    fire(text_rule("long", 60'000));
    story_of(2);
    pipeline.stop();
    const auto before = driver.story();
    fire(text_rule("late"));
    pipeline.set_rules({}, 9);
    pipeline.rename({"Alert", "Banner"});
    pipeline.retry_now();
    pipeline.stop();
    EXPECT_EQ(driver.story(), before);
}

TEST_F(StartedPipelineTest, AFloodThatIsCutShortEndsAtTheStop)
{
    for (int i = 0; i < 5000; ++i)
        fire(text_rule("flood", 1));
    story_of(1);
    pipeline.stop();
    const auto before = driver.story().size();
    EXPECT_GE(before, 1U);
    fire(text_rule("late"));
    EXPECT_EQ(driver.story().size(), before);
}

// --- Accounts

TEST_F(StartedPipelineTest, TheStandOfAllAccountsIsTold)
{
    gateway::Account one, two;
    one.name = "one"; // without a token
    two.name = "two";
    two.enabled = false;
    pipeline.set_accounts({one, two});
    EXPECT_TRUE(driver.wait_for([](const std::vector<gateway::Status> &statuses) {
        return statuses.size() == 2 && statuses[0].account == "one" && statuses[0].state == gateway::State::stopped &&
               statuses[0].why == gateway::Failure::no_token && statuses[1].account == "two" &&
               statuses[1].state == gateway::State::disabled;
    }));
}

} // namespace
} // namespace astro
