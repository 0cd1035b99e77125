// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/matcher.h"

#include "support/number.h"
#include "support/text.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace astro::rules {
namespace {

// Ceilings, not allocations. A pattern's bound keeps the worst one a streamer can write from holding up the client.
constexpr std::int64_t pattern_memory = 1 << 20;
constexpr std::int64_t literal_memory = 64 << 20;
// Searching takes text times pattern at worst; comparing whole texts does not.
constexpr std::size_t longest_searched_text = 8192;
constexpr std::size_t longest_searched_value = 2048;

RE2::Options caseless(std::int64_t max_memory)
{
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    return options;
}

std::shared_ptr<const RE2> compile_pattern(const std::string &expression)
{
    return std::make_shared<const RE2>(expression, caseless(pattern_memory));
}

/// A text to be found as it stands.
std::shared_ptr<const RE2> compile_literal(const std::string &text)
{
    RE2::Options options = caseless(literal_memory);
    options.set_literal(true);
    return std::make_shared<const RE2>(text, options);
}

bool is_found(const RE2 &pattern, const std::string &text)
{
    if (text.size() <= longest_searched_text)
        return RE2::PartialMatch(text, pattern);
    return RE2::PartialMatch(text.substr(0, longest_searched_text), pattern);
}

} // namespace

EventFilter::EventFilter(const std::string &word)
{
    if (word == "any")
        any_ = true;
    else if (word.compare(0, topic_prefix.size(), topic_prefix) == 0)
        topic_ = word.substr(topic_prefix.size());
    else if (const auto kind = events::kind_from(word); kind != events::Kind::other)
        kind_ = kind;
}

bool EventFilter::matches(const events::Event &event) const
{
    if (!topic_.empty())
        return event.topic == topic_;
    if (event.for_its_topic_only || (event.of_community_gift && kind_ != events::Kind::gift))
        return false;
    return any_ || kind_ == event.kind;
}

CompiledCondition::CompiledCondition(const Condition &condition)
    : field_(text::trim(condition.field)),
      test_(condition.unreadable.isNull() ? test_from(condition.test) : Test::never),
      value_is_empty_(condition.value.empty())
{
    switch (test_) {
    case Test::never:
        if (condition.unreadable.isNull())
            fail({"Problem.Rule.UnknownTest", {condition.test}});
        else
            fail({"Problem.Rule.UnreadableCondition", {}});
        break;
    case Test::is:
    case Test::is_not:
    case Test::contains:
        pattern_ = compile_literal(condition.value);
        if (!pattern_->ok() || (test_ == Test::contains && condition.value.size() > longest_searched_value))
            fail({"Problem.Rule.LongValue", {condition.field}});
        break;
    case Test::matches:
        pattern_ = compile_pattern(condition.value);
        if (!pattern_->ok())
            fail({"Problem.Rule.BadPattern", {condition.value, pattern_->error()}});
        break;
    case Test::at_least:
    case Test::at_most:
        if (const auto number = number_from(condition.value))
            number_ = *number;
        else
            fail({"Problem.Rule.NotANumber", {condition.value}});
        break;
    case Test::exists:
        break;
    }
}

CompiledCondition::Test CompiledCondition::test_from(const std::string &word)
{
    static const std::map<std::string, Test> tests{
        {"is", Test::is},           {"is_not", Test::is_not},     {"contains", Test::contains},
        {"matches", Test::matches}, {"at_least", Test::at_least}, {"at_most", Test::at_most},
        {"exists", Test::exists},
    };
    const auto found = tests.find(word);
    return found == tests.end() ? Test::never : found->second;
}

void CompiledCondition::fail(Problem problem)
{
    test_ = Test::never;
    problem_ = std::move(problem);
}

bool CompiledCondition::holds(const events::Event &event) const
{
    if (test_ == Test::never)
        return false;
    if (test_ == Test::exists)
        return event.has(field_);
    const auto value = event.field(field_);
    if (!value)
        return test_ == Test::is && value_is_empty_;
    return holds_for(*value);
}

bool CompiledCondition::holds_for(const std::string &value) const
{
    switch (test_) {
    case Test::is:
        return RE2::FullMatch(value, *pattern_);
    case Test::is_not:
        return !RE2::FullMatch(value, *pattern_);
    case Test::contains:
    case Test::matches:
        return is_found(*pattern_, value);
    case Test::at_least:
    case Test::at_most: {
        const auto number = number_from(value);
        return number && (test_ == Test::at_least ? *number >= number_ : *number <= number_);
    }
    case Test::exists: // not a matter of its text alone
    case Test::never:
        break;
    }
    return false;
}

Matcher::Matcher(const Rule &rule)
    : enabled_(rule.enabled && rule.unreadable.isNull()),
      filter_(rule.event),
      account_(rule.account),
      conditions_(rule.conditions.begin(), rule.conditions.end())
{}

bool Matcher::matches(const events::Event &event) const
{
    return enabled_ && (account_.empty() || account_ == event.account) && filter_.matches(event) &&
           std::all_of(conditions_.begin(), conditions_.end(),
                       [&event](const CompiledCondition &condition) { return condition.holds(event); });
}

} // namespace astro::rules
