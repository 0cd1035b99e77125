// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/action.h"
#include "rules/condition.h"

#include <json/value.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// What to do about an event: rules as plain data.
namespace astro::rules {

/// No time of a rule or an action is longer: the 24 days that OBS's field for a number has room for.
inline constexpr std::chrono::milliseconds longest_time = std::chrono::hours(24 * 24);

struct Rule {
    std::string name; ///< unique in its set and not empty: cooldowns and the dialog go by it
    std::vector<Condition> conditions;
    std::vector<Action> actions;

    // Each of these is a row of rule_members().
    bool enabled = true;
    std::string event{"follow"}; ///< a kind's word, "any" or "topic:NAME"; an unknown one is kept and never matches
    std::string account;         ///< "": any
    std::chrono::milliseconds cooldown{0}, user_cooldown{0};
    std::int64_t every = 1;                     ///< only every n-th match is run
    double chance = 100;                        ///< percent of the matches that are run
    std::vector<std::string> only_in, never_in; ///< scenes
    std::vector<std::string> only_while;        ///< streaming, recording: all must hold
    std::string first_of;                       ///< of the rules with this word the first that matches is the only one
    bool tests = true;                          ///< also for events that are marked as tests
    std::string queue;                          ///< "": at once
    std::int64_t priority = 0;                  ///< in the queue; higher goes first
    bool merge = false;                         ///< a match joins a run that waits

    Json::Value extra{Json::objectValue};
    /// Set when the file's element was no rule at all: written back as it was, never matched, not edited.
    Json::Value unreadable;
};

/// A text source that shows a session value, and follows it.
struct Label {
    std::string source;
    std::string text; ///< a template
    Json::Value extra{Json::objectValue};
    Json::Value unreadable;
};

/// How a queue's runs follow each other. A queue that is not described has these defaults.
struct Queue {
    static constexpr std::int64_t most_waiting = 500;
    enum class WhenFull { drop_new, drop_old };

    std::string name;
    std::chrono::milliseconds gap{0};  ///< between two runs
    std::int64_t limit = most_waiting; ///< of what waits
    WhenFull when_full = WhenFull::drop_new;
    Json::Value extra{Json::objectValue};
    Json::Value unreadable;
};

/// While one of these scenes is on air, no rule acts.
struct Guard {
    enum class Mode { hold, drop };

    std::vector<std::string> scenes;
    Mode mode = Mode::hold;
    Json::Value extra{Json::objectValue};
};

struct RuleSet {
    std::vector<Rule> rules;
    std::vector<Label> labels;
    std::vector<Queue> queues;
    Guard guard;
    bool overlay_buttons = true;          ///< StreamElements' pause, unpause and skip drive all queues
    Json::Value extra{Json::objectValue}; ///< the file's own unknown members
};

/// Something was renamed in OBS. @return whether anything of it was named.
bool rename(Rule &rule, const Rename &renamed);
bool rename(RuleSet &set, const Rename &renamed);

} // namespace astro::rules
