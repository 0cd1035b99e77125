// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "unit/rules/some_event.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace astro::rules {

inline Action text_action(const std::string &text, int hold_ms = 0, int after_ms = 0)
{
    Action action;
    action.type = "set_text";
    action.set("source", "T");
    action.set("text", text);
    action.hold = std::chrono::milliseconds(hold_ms);
    action.after = std::chrono::milliseconds(after_ms);
    return action;
}

/// A rule for follows that sets a text to the rule's name.
inline Rule follow_rule(const std::string &name, int hold_ms = 0, const std::string &queue = {})
{
    Rule rule;
    rule.name = name;
    rule.event = "follow";
    rule.queue = queue;
    rule.actions = {text_action(name, hold_ms)};
    return rule;
}

inline events::Event follow(const std::string &user = "Ada")
{
    auto event = some_event(events::Kind::follow);
    event.user = user;
    return event;
}

inline events::Event session_event(const std::string &topic, const std::string &data)
{
    auto event = some_event(events::Kind::other, data);
    event.topic = topic;
    return event;
}

/// An engine, told the time in milliseconds since the beginning, and the story of what comes out.
class EngineTest : public testing::Test {
protected:
    using Story = std::vector<std::string>;

    void use(std::vector<Rule> rules)
    {
        set.rules = std::move(rules);
        engine.set_rules(set);
    }

    Instant at(int ms) const { return start.after(std::chrono::milliseconds(ms)); }
    Decisions follow_at(int ms, const std::string &user = "Ada", std::uint64_t luck = 0)
    {
        return engine.on_event(follow(user), at(ms), luck);
    }

    /// What came out since the last call, a line a batch: the text of each action done, "-text" for each undone.
    Story story()
    {
        Story lines;
        for (const Batch &batch : engine.take_batches()) {
            std::string line;
            for (const Command &command : batch)
                line += (line.empty() ? "" : " ") + told(command);
            lines.push_back(line);
        }
        return lines;
    }

    Story story_at(int ms)
    {
        engine.on_time(at(ms));
        return story();
    }

    /// Those of the actions that came out since the last call.
    std::vector<std::string> sources()
    {
        std::vector<std::string> all;
        for (const Batch &batch : engine.take_batches()) {
            for (const Command &command : batch) {
                if (const auto *todo = std::get_if<DoAction>(&command))
                    all.push_back(todo->action.text("source"));
            }
        }
        return all;
    }

    /// When the engine wants to be told the time, in ms since the beginning; -1 for never.
    std::int64_t wakes_at() const
    {
        const auto deadline = engine.next_deadline();
        return deadline ? std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - start.steady).count() : -1;
    }

    /// The last action that came out with this text.
    ActionId id_of(const std::string &text) const
    {
        ActionId last = 0;
        for (const auto &[id, its_text] : texts_)
            last = its_text == text ? id : last;
        return last;
    }

    const Instant start{Deadline(std::chrono::hours(5)), {}};
    RuleSet set;
    std::vector<std::string> log;
    Engine engine{[this](LogLevel, const std::string &line) { log.push_back(line); }};

private:
    std::string told(const Command &command)
    {
        if (const auto *done = std::get_if<DoAction>(&command)) {
            EXPECT_TRUE(texts_.emplace(done->id, done->action.text("text")).second) << "an id was given twice";
            return done->action.text("text");
        }
        const auto found = texts_.find(std::get<UndoAction>(command).id);
        return found == texts_.end() ? "-?" : "-" + found->second;
    }

    std::map<ActionId, std::string> texts_;
};

} // namespace astro::rules
