// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// What to do about an event: rules as plain data.
namespace astro::rules {

struct Condition {
    std::string field;
    std::string test{"is"}; ///< a word of test_words(), or an unknown one: kept, and never true
    std::string value;
    /// Members that this version does not know or could not read, kept as they were.
    Json::Value extra{Json::objectValue};
    /// Set when the file's element was no condition at all: written back as it was, and never true.
    Json::Value unreadable;
};

/// is, is_not, contains, matches, at_least, at_most, exists
const std::vector<std::string> &test_words();

struct Action {
    std::string type; ///< a word of action_types(), or an unknown one: kept, and skipped
    std::string scene;
    std::string source;
    std::string text;                  ///< a template
    std::chrono::milliseconds hold{0}; ///< `for_ms`; 0: for good
    Json::Value extra{Json::objectValue};
    /// Set when the file's element was no action at all: written back as it was, and skipped.
    Json::Value unreadable;
};

/// What an action type needs; the one list that the file codec, the dialog and the checks go by.
struct ActionType {
    std::string_view word;
    bool uses_scene;
    bool uses_source;
    bool uses_text;
    bool can_undo;
};
const std::vector<ActionType> &action_types();
/// @return null for an unknown word.
const ActionType *find_action_type(std::string_view word);
/// True when the type is known and the scene and source that it needs are named. Such an action is done, others are
/// skipped.
bool is_complete(const Action &action);
/// A scene or source that was called `from` is now called `to`. @return whether the action named it.
bool rename(Action &action, const std::string &from, const std::string &to);

/// No hold and no cooldown is longer.
inline constexpr std::chrono::milliseconds longest_time = std::chrono::hours(24);

/// An event of this beginning, followed by a topic, means each notification of the topic.
inline constexpr std::string_view topic_prefix = "topic:";

struct Rule {
    std::string name; ///< unique in its set and not empty: cooldowns and the dialog go by it
    bool enabled = true;
    std::string event{"follow"}; ///< a kind's word, "any" or "topic:NAME"; an unknown one is kept and never matches
    std::string account;         ///< "": any
    std::vector<Condition> conditions;
    std::chrono::milliseconds cooldown{0};
    std::string queue; ///< "": at once
    std::vector<Action> actions;
    Json::Value extra{Json::objectValue};
    /// Set when the file's element was no rule at all: written back as it was, never matched, not edited.
    Json::Value unreadable;
};

struct RuleSet {
    std::vector<Rule> rules;
    Json::Value extra{Json::objectValue}; ///< the file's own unknown members
};

} // namespace astro::rules
