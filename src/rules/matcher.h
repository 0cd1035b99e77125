// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/rule.h"
#include "support/problem.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

/// Rules made ready for use: what can be read or compiled once is, so that an event is matched without any delay.
/// Values of this file may be used from several threads at once.
namespace astro::rules {

/// What a rule's `event` member asks for. The single gifts of a community gift come through for `gift` and for their
/// topic only, what is for_its_topic_only for its topic alone.
class EventFilter {
public:
    /// @param word a kind's word, "any" or "topic:NAME"; any other matches nothing.
    explicit EventFilter(const std::string &word);

    bool known() const { return any_ || kind_ || !topic_.empty(); }
    bool matches(const events::Event &event) const;

private:
    bool any_ = false;
    std::optional<events::Kind> kind_;
    std::string topic_;
};

/// One condition of a rule. Text is compared without case (Unicode's simple folding); a missing field fails every test
/// but `is` with an empty value. Regular expressions are RE2's: they search, their time is linear, their memory
/// bounded, and of a text longer than 8 KiB they see the beginning.
class CompiledCondition {
public:
    explicit CompiledCondition(const Condition &condition);

    bool holds(const events::Event &event) const;
    /// Why this condition can never hold.
    const std::optional<Problem> &problem() const { return problem_; }

private:
    enum class Test { never, is, is_not, contains, matches, at_least, at_most, exists };

    static Test test_from(const std::string &word);
    bool holds_for(const std::string &value) const;
    void fail(Problem problem);

    std::string field_;
    Test test_;
    bool value_is_empty_;
    double number_ = 0;
    std::shared_ptr<const re2::RE2> pattern_;
    std::optional<Problem> problem_;
};

/// When one rule is set off: its switch, event, account and conditions.
class Matcher {
public:
    explicit Matcher(const Rule &rule);

    bool matches(const events::Event &event) const;

private:
    bool enabled_;
    EventFilter filter_;
    std::string account_;
    std::vector<CompiledCondition> conditions_;
};

} // namespace astro::rules
