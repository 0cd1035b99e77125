// SPDX-License-Identifier: GPL-2.0-or-later
// What is told of a rule for an event: the reason, in words, and the same in a dry run.
#include "rules/decision.h"

#include "unit/locale/locale_file.h"
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

/// A problem as a streamer reads it.
std::string sentence(const Problem &problem)
{
    static const LocaleFile locale = read_locale(ASTRO_LOCALE);
    const auto found = locale.texts.find(problem.key);
    if (found == locale.texts.end())
        return "no text: " + problem.key;
    std::string text;
    const std::string &pattern = found->second;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size() || pattern[i + 1] < '1' || pattern[i + 1] > '9') {
            text += pattern[i];
            continue;
        }
        const auto number = static_cast<std::size_t>(pattern[++i] - '1');
        text += number < problem.args.size() ? problem.args[number] : "(nothing is told here)";
    }
    return text;
}

/// All that is told of each rule.
std::vector<std::string> summed_up(const Decisions &decisions)
{
    std::vector<std::string> lines;
    for (const Decision &decision : decisions)
        lines.push_back(decision.rule->name + ": " + std::to_string(static_cast<int>(decision.verdict)) + " '" +
                        decision.detail + "' " + std::to_string(decision.condition) + ' ' +
                        std::to_string(decision.left.count()));
    return lines;
}

Condition condition(const std::string &field, const std::string &test, const std::string &value = {})
{
    Condition made;
    made.field = field;
    made.test = test;
    made.value = value;
    return made;
}

class DecisionTest : public EngineTest {
protected:
    events::Event event = follow();

    /// Why the only rule does what it does at that event.
    std::string why_at(int ms)
    {
        const Decisions decisions = engine.on_event(event, at(ms));
        EXPECT_EQ(decisions.size(), 1U);
        return decisions.empty() ? "" : sentence(why_not(decisions.front(), event));
    }

    /// For a rule that is as usual but for what is changed.
    template <class Change>
    std::string why(Change change)
    {
        Rule rule = follow_rule("R");
        change(rule);
        use({rule});
        return why_at(0);
    }

    std::string why_condition(const Condition &failing)
    {
        return why([&](Rule &rule) { rule.conditions = {condition("user", "is", "ada"), failing}; });
    }
};

// --- In words

TEST_F(DecisionTest, TellsWhichConditionFailsByItsFieldsWord)
{
    event.amount = "3";
    event.message = "Hello";
    EXPECT_EQ(why_condition(condition("amount", "at_least", "5")), "Condition 2: amount “3” is not at least 5.");
    EXPECT_EQ(why_condition(condition("amount", "at_most", "2")), "Condition 2: amount “3” is not at most 2.");
    EXPECT_EQ(why_condition(condition("amount", "between", "5..20")), "Condition 2: amount “3” is not between 5..20.");
    EXPECT_EQ(why_condition(condition("message", "is", "Bye")), "Condition 2: message is “Hello”, not “Bye”.");
    EXPECT_EQ(why_condition(condition("message", "is_not", "HELLO")), "Condition 2: message is “Hello”.");
    EXPECT_EQ(why_condition(condition("message", "contains", "x")),
              "Condition 2: message “Hello” does not contain “x”.");
    EXPECT_EQ(why_condition(condition("message", "matches", "^x")),
              "Condition 2: message “Hello” does not match “^x”.");
    EXPECT_EQ(why_condition(condition("message", "one_of", "a, b")), "Condition 2: message “Hello” is none of “a, b”.");
    EXPECT_EQ(why_condition(condition("item", "exists")), "Condition 2: there is no item.");
    EXPECT_EQ(why_condition(condition("months", "at_least", "5")), "Condition 2: months “” is not at least 5.");
    EXPECT_EQ(why_condition(condition(" data.name ", "is", "x")), "Condition 2: data.name is “”, not “x”.");
}

TEST_F(DecisionTest, TellsAConditionThatCanNotBeUnderstood)
{
    const std::string expected = "Condition 2: amount can't be tested like this.";
    EXPECT_EQ(why_condition(condition("amount", "smells_of", "5")), expected);
    EXPECT_EQ(why_condition(condition("amount", "at_least", "much")), expected);
    EXPECT_EQ(why_condition(condition("amount", "between", "5")), expected);
    EXPECT_EQ(why_condition(condition("message", "matches", "(")), "Condition 2: message can't be tested like this.");
    Condition unreadable;
    unreadable.unreadable = 7;
    EXPECT_EQ(why_condition(unreadable), "Condition 2: ? can't be tested like this.");
}

TEST_F(DecisionTest, TellsOnlyTheFirstConditionThatFails)
{
    EXPECT_EQ(why([](Rule &rule) {
                  rule.conditions = {condition("user", "is", "Ada"), condition("user", "is", "Bob"),
                                     condition("user", "is", "Cy")};
              }),
              "Condition 2: user is “Ada”, not “Bob”.");
}

TEST_F(DecisionTest, TellsEachReason)
{
    EXPECT_EQ(why([](Rule &) {}), "It runs.");
    EXPECT_EQ(why([](Rule &rule) { rule.enabled = false; }), "The rule is switched off.");
    EXPECT_EQ(why([](Rule &rule) { rule.account = "Kick"; }), "It is for the account “Kick” only.");
    event.is_test = true;
    EXPECT_EQ(why([](Rule &rule) { rule.tests = false; }), "It does not run for tests and replays.");
    EXPECT_EQ(why([](Rule &rule) { rule.only_while = {"streaming"}; }), "It runs only while you stream.");
    EXPECT_EQ(why([](Rule &rule) { rule.only_while = {"recording"}; }), "It runs only while you record.");
    EXPECT_EQ(why([](Rule &rule) { rule.only_while = {"flying"}; }),
              "It runs only while “flying”, which this version doesn't know.");
    EXPECT_EQ(why([](Rule &rule) { rule.chance = 0; }), "No luck this time: it runs in 0 % of the cases.");
    EXPECT_EQ(why([](Rule &rule) { rule.chance = 0.0000001; }), "No luck this time: it runs in 0 % of the cases.");
    EXPECT_EQ(why([](Rule &rule) { rule.every = 10; }), "Only every so often: it is at 4/10.")
        << "the three before that matched have counted";
}

TEST_F(DecisionTest, TellsWhichSceneIsInTheWay)
{
    engine.set_surroundings({"BRB", false, false}, at(0));
    EXPECT_EQ(why([](Rule &rule) { rule.only_in = {"Main"}; }),
              "It runs only while certain scenes are on air; now it is “BRB”.");
    EXPECT_EQ(why([](Rule &rule) { rule.never_in = {"BRB"}; }), "It does not run while the scene “BRB” is on air.");
    set.guard.scenes = {"BRB"};
    EXPECT_EQ(why([](Rule &) {}), "It runs once the scene “BRB” is left.");
    set.guard.mode = Guard::Mode::drop;
    EXPECT_EQ(why([](Rule &) {}), "No rule acts while the scene “BRB” is on air.");
}

TEST_F(DecisionTest, NoSceneOnAirPutsNoOtherWordInItsPlace)
{
    EXPECT_EQ(why([](Rule &rule) { rule.only_in = {"Main"}; }),
              "It runs only while certain scenes are on air; now it is “”.");
}

TEST_F(DecisionTest, TellsHowLongACooldownLastsInWholeSecondsUpwards)
{
    Rule rule = follow_rule("R");
    rule.cooldown = milliseconds(10'000);
    use({rule});
    why_at(0);
    EXPECT_EQ(why_at(1), "It ran a moment ago and sleeps for 10 s more.");
    EXPECT_EQ(why_at(6000), "It ran a moment ago and sleeps for 4 s more.");
    EXPECT_EQ(why_at(9999), "It ran a moment ago and sleeps for 1 s more.");
}

TEST_F(DecisionTest, TellsWhoCoolsDown)
{
    Rule rule = follow_rule("R");
    rule.user_cooldown = milliseconds(10'000);
    use({rule});
    why_at(0);
    EXPECT_EQ(why_at(8500), "Ada set it off a moment ago; for 2 s more it does not run for the same viewer.");
}

TEST_F(DecisionTest, TellsWhichRuleCameFirst)
{
    Rule first = follow_rule("From 100"), second = follow_rule("From 20");
    first.first_of = second.first_of = "tips";
    use({first, second});
    const Decisions decisions = follow_at(0);
    EXPECT_EQ(sentence(why_not(decisions.at(1), event)), "The rule “From 100” came first.");
}

TEST_F(DecisionTest, TellsOfItsQueue)
{
    set.queues = {{"alerts", milliseconds(0), 1, Queue::WhenFull::drop_new, {}, {}}};
    Rule rule = follow_rule("R", 1000, "alerts");
    use({rule});
    EXPECT_EQ(why_at(0), "It runs.");
    EXPECT_EQ(why_at(0), "It runs.") << "when it is its turn";
    EXPECT_EQ(why_at(0), "The queue “alerts” is full.");
    rule.merge = true;
    use({rule});
    EXPECT_EQ(why_at(0), "It joins the run that waits in the queue “alerts”.");
}

TEST_F(DecisionTest, TellsThatObsWasBusy)
{
    EXPECT_EQ(sentence(why_not({std::make_shared<const Rule>(), Verdict::busy, {}, 0, {}}, event)),
              "OBS was too busy.");
}

TEST_F(DecisionTest, AReasonIsToldOfTheRuleAsItWas)
{
    Rule rule = follow_rule("R");
    rule.conditions = {condition("user", "is", "Bob")};
    use({rule});
    const Decisions decisions = engine.on_event(event, at(0));
    use({});
    EXPECT_EQ(sentence(why_not(decisions.at(0), event)), "Condition 1: user is “Ada”, not “Bob”.");
}

TEST_F(DecisionTest, ThereIsOneDecisionForEachRuleOfTheEventInTheirOrder)
{
    Rule tips = follow_rule("tips"), any = follow_rule("any"), topic = follow_rule("topic"), off = follow_rule("off");
    tips.event = "tip";
    any.event = "any";
    topic.event = "topic:channel.activities";
    off.enabled = false;
    Rule unknown = follow_rule("unknown");
    unknown.event = "fallow";
    use({any, tips, follow_rule("follow"), topic, unknown, off});
    std::vector<std::string> names;
    for (const Decision &decision : engine.on_event(event, at(0)))
        names.push_back(decision.rule->name);
    EXPECT_THAT(names, ElementsAre("any", "follow", "topic", "off"));
}

// --- A dry run

TEST_F(DecisionTest, ADryRunTellsWhatThenHappensAndChangesNothing)
{
    set.queues = {{"q", milliseconds(100), 1, Queue::WhenFull::drop_new, {}, {}}};
    Rule second = follow_rule("second"), cooling = follow_rule("cooling"), merging = follow_rule("merging", 100, "q");
    second.every = 2;
    cooling.cooldown = milliseconds(50);
    merging.merge = true;
    use({second, cooling, follow_rule("one", 100, "q"), merging, follow_rule("two", 0, "q"), merging});
    for (int ms = 0; ms < 1000; ms += 30) {
        const auto before = engine.counts();
        const std::size_t waiting = engine.waiting("");
        const auto deadline = engine.next_deadline();
        const auto expected = summed_up(engine.explain(event, at(ms)));
        EXPECT_EQ(summed_up(engine.explain(event, at(ms))), expected);
        EXPECT_THAT(story(), IsEmpty());
        EXPECT_EQ(engine.waiting(""), waiting);
        EXPECT_EQ(engine.next_deadline(), deadline);
        EXPECT_EQ(engine.counts().matched, before.matched);
        EXPECT_EQ(engine.counts().dropped, before.dropped);
        EXPECT_EQ(engine.counts().events, before.events);
        EXPECT_EQ(summed_up(engine.on_event(event, at(ms))), expected) << ms;
        story();
    }
    EXPECT_GT(engine.counts().dropped, 0U);
}

TEST_F(DecisionTest, ADryRunKnowsWhatTimeHasEnded)
{
    set.queues = {{"q", milliseconds(0), 0, Queue::WhenFull::drop_new, {}, {}}};
    use({follow_rule("R", 100, "q")});
    follow_at(0);
    EXPECT_EQ(engine.explain(event, at(99)).at(0).verdict, Verdict::queue_full);
    EXPECT_EQ(engine.explain(event, at(100)).at(0).verdict, Verdict::fires);
}

TEST_F(DecisionTest, ADryRunIsNotRemembered)
{
    Rule cooling = follow_rule("cooling"), of_user = follow_rule("of user"), second = follow_rule("second");
    cooling.cooldown = of_user.user_cooldown = milliseconds(1000);
    second.every = 2;
    use({cooling, of_user, second});
    const auto verdicts = [&](const Decisions &decisions) {
        std::vector<Verdict> all;
        for (const Decision &decision : decisions)
            all.push_back(decision.verdict);
        return all;
    };
    const auto first = ElementsAre(Verdict::fires, Verdict::fires, Verdict::not_nth);
    EXPECT_THAT(verdicts(engine.explain(event, at(0))), first);
    EXPECT_THAT(verdicts(engine.explain(event, at(1))), first);
    EXPECT_THAT(verdicts(engine.on_event(event, at(2))), first);
    const auto later = ElementsAre(Verdict::cooling, Verdict::user_cooling, Verdict::fires);
    EXPECT_THAT(verdicts(engine.explain(event, at(3))), later);
    EXPECT_THAT(verdicts(engine.on_event(event, at(4))), later);
}

TEST_F(DecisionTest, ADryRunPressesNoButtonAndWritesNoLine)
{
    use({});
    engine.explain(session_event("channel.overlay.action", R"({"action":"pause"})"), at(0));
    EXPECT_FALSE(engine.paused(""));
    engine.explain(session_event("channel.session.update", R"({"key":"k","data":{"a":1}})"), at(0));
    EXPECT_FALSE(engine.kept().session.isMember("k"));
    set.queues = {{"q", milliseconds(0), 0, Queue::WhenFull::drop_new, {}, {}}};
    use({follow_rule("R", 100, "q"), follow_rule("S", 100, "q")});
    EXPECT_EQ(engine.explain(event, at(0)).at(1).verdict, Verdict::queue_full);
    EXPECT_THAT(log, IsEmpty());
    EXPECT_THAT(engine.take_fired(), IsEmpty());
}

} // namespace
} // namespace astro::rules
