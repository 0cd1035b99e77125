// SPDX-License-Identifier: GPL-2.0-or-later
// Text sources that follow session values.
#include "rules/labels.h"

#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class LabelsTest : public EngineTest {
protected:
    void use_labels(std::vector<std::pair<std::string, std::string>> labels)
    {
        set.labels.clear();
        for (const auto &[source, text] : labels)
            set.labels.push_back({source, text, {}, {}});
        engine.set_rules(set);
    }

    /// What labels show since the last call, each "source: text", and nothing is ever put back.
    std::vector<std::string> shown()
    {
        std::vector<std::string> lines;
        for (const Batch &batch : engine.take_batches()) {
            for (const Command &command : batch) {
                const auto &todo = std::get<DoAction>(command);
                EXPECT_EQ(todo.action.type, "set_text");
                EXPECT_EQ(todo.action.hold.count(), 0);
                lines.push_back(todo.action.text("source") + ": " + todo.action.text("text"));
            }
        }
        return lines;
    }

    void update_at(int ms, const std::string &key, const std::string &data)
    {
        engine.on_event(session_event("channel.session.update", R"({"key":")" + key + R"(","data":)" + data + "}"),
                        at(ms));
    }
};

TEST_F(LabelsTest, AreShownAtTheStartFromWhatWasKept)
{
    KeptValues kept;
    kept.session["follower-latest"]["name"] = "Ravenfield";
    engine.set_kept(kept);
    use_labels({{"Latest follower", "{session.follower-latest.name}"}, {"Title", "Welcome"}});
    EXPECT_THAT(shown(), ElementsAre("Latest follower: Ravenfield", "Title: Welcome"));
    EXPECT_THAT(shown(), IsEmpty());
}

TEST_F(LabelsTest, AreShownWhateverOfRulesAndValuesComesFirst)
{
    KeptValues kept;
    kept.session["follower-latest"]["name"] = "Ravenfield";
    use_labels({{"L", "{session.follower-latest.name}"}});
    engine.set_kept(kept);
    EXPECT_THAT(shown(), ElementsAre("L: Ravenfield"));
}

TEST_F(LabelsTest, FollowAnUpdateWhoseRulesNobodyAsks)
{
    use_labels({{"A", "a {session.k.x}"}});
    use({follow_rule("R")});
    shown();
    engine.note(session_event("channel.session.update", R"({"key":"k","data":{"x":1}})"), at(0));
    engine.note(follow(), at(1));
    EXPECT_THAT(shown(), ElementsAre("A: a 1"));
}

TEST_F(LabelsTest, FollowUpdatesAndAreNotShownAgainWhenEqual)
{
    use_labels({{"A", "a {session.k.x}"}, {"B", "b {session.other.x}"}});
    shown();
    update_at(0, "k", R"({"x":1})");
    EXPECT_THAT(shown(), ElementsAre("A: a 1"));
    update_at(1, "k", R"({"x":1,"y":2})");
    EXPECT_THAT(shown(), IsEmpty());
    update_at(2, "k", R"({"x":2})");
    update_at(3, "k", R"({"x":3})");
    EXPECT_THAT(shown(), ElementsAre("A: a 3")) << "only the last one of what came meanwhile";
    update_at(4, "k", R"({"x":4})");
    update_at(5, "k", R"({"x":3})");
    EXPECT_THAT(shown(), IsEmpty());
}

TEST_F(LabelsTest, FollowAReset)
{
    use_labels({{"A", "{session.k.x}"}});
    update_at(0, "k", R"({"x":"Ada"})");
    EXPECT_THAT(shown(), ElementsAre("A: Ada"));
    engine.on_event(session_event("channel.session.reset", R"({"k":{"x":""}})"), at(1));
    EXPECT_THAT(shown(), ElementsAre("A: "));
}

TEST_F(LabelsTest, AreNotShownAnewWithNewRulesButWhereTheyAreOthers)
{
    use_labels({{"A", "{session.k.x}"}, {"B", "{session.k.x}"}});
    update_at(0, "k", R"({"x":1})");
    shown();
    engine.set_rules(set);
    EXPECT_THAT(shown(), IsEmpty()) << "an alert may hold its source just now";
    use_labels({{"A", "{session.k.x}"}, {"B", "{session.k.x}!"}, {"C", "new"}});
    EXPECT_THAT(shown(), UnorderedElementsAre("B: 1!", "C: new"));
    update_at(1, "k", R"({"x":2})");
    EXPECT_THAT(shown(), UnorderedElementsAre("A: 2", "B: 2!"));
}

TEST_F(LabelsTest, AreShownAnewInAnotherCollection)
{
    use_labels({{"A", "{session.k.x}"}});
    update_at(0, "k", R"({"x":1})");
    shown();
    engine.forget();
    use_labels({{"A", "{session.k.x}"}});
    EXPECT_THAT(shown(), ElementsAre("A: 1"));
}

TEST_F(LabelsTest, FollowARenamedSource)
{
    use_labels({{"A", "{session.k.x}"}});
    shown();
    engine.rename({"A", "Label"});
    EXPECT_THAT(shown(), IsEmpty());
    update_at(0, "k", R"({"x":1})");
    EXPECT_THAT(shown(), ElementsAre("Label: 1"));
}

TEST_F(LabelsTest, OneWithoutASourceOrThatIsNoneIsLeftOut)
{
    Labels labels;
    Label unreadable;
    unreadable.source = "A";
    unreadable.unreadable = 7;
    labels.set({unreadable, {"", "text", {}, {}}, {"B", "text", {}, {}}});
    EXPECT_THAT(labels.changed({}), ElementsAre(Pair("B", "text")));
}

TEST_F(LabelsTest, ComeWithTheBatchOfTheEventThatChangedThem)
{
    Rule rule = follow_rule("R");
    rule.event = "topic:channel.session.update";
    set.rules = {rule};
    use_labels({{"A", "{session.k.x}"}});
    shown();
    update_at(0, "k", R"({"x":1})");
    const auto batches = engine.take_batches();
    ASSERT_EQ(batches.size(), 1U);
    EXPECT_EQ(batches[0].size(), 2U);
}

TEST_F(LabelsTest, AGuardHoldsNoLabel)
{
    set.guard.scenes = {"BRB"};
    use_labels({{"A", "{session.k.x}"}});
    engine.set_surroundings({"BRB", false, false}, at(0));
    shown();
    update_at(1, "k", R"({"x":1})");
    EXPECT_THAT(shown(), ElementsAre("A: 1")) << "it is no rule";
}

} // namespace
} // namespace astro::rules
