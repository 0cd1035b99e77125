// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/condition.h"

#include "support/number.h"
#include "support/text.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

namespace astro::rules {

/// A test: a word, what it makes of the condition's value, and whether a field's value passes.
struct TestRow {
    std::string_view word;
    /// @return why no field can ever pass; null where the test looks at no value.
    std::optional<Problem> (*prepare)(const Condition &, PreparedValue &);
    /// Null: it is enough that the field is there.
    bool (*passes)(const PreparedValue &, const std::string &value);
};

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

/// A text to be found as it stands.
std::shared_ptr<const RE2> compile_literal(const std::string &text)
{
    RE2::Options options = caseless(literal_memory);
    options.set_literal(true);
    return std::make_shared<const RE2>(text, options);
}

Problem too_long(const Condition &condition)
{
    return {"Problem.Rule.LongValue", {condition.field}};
}

Problem not_a_number(std::string_view text)
{
    return {"Problem.Rule.NotANumber", {std::string(text)}};
}

std::optional<Problem> prepare_whole(const Condition &condition, PreparedValue &prepared)
{
    prepared.patterns = {compile_literal(condition.value)};
    return prepared.patterns[0]->ok() ? std::nullopt : std::optional(too_long(condition));
}

std::optional<Problem> prepare_part(const Condition &condition, PreparedValue &prepared)
{
    if (condition.value.size() > longest_searched_value)
        return too_long(condition);
    return prepare_whole(condition, prepared);
}

std::optional<Problem> prepare_pattern(const Condition &condition, PreparedValue &prepared)
{
    auto pattern = std::make_shared<const RE2>(condition.value, caseless(pattern_memory));
    if (!pattern->ok())
        return Problem{"Problem.Rule.BadPattern", {condition.value, pattern->error()}};
    prepared.patterns = {std::move(pattern)};
    return std::nullopt;
}

/// Values one a line, or with commas between.
std::optional<Problem> prepare_list(const Condition &condition, PreparedValue &prepared)
{
    std::string_view rest = condition.value;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(",\n"), rest.size());
        const std::string_view one = text::trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (one.empty())
            continue;
        prepared.patterns.push_back(compile_literal(std::string(one)));
        if (!prepared.patterns.back()->ok())
            return too_long(condition);
    }
    if (prepared.patterns.empty())
        return Problem{"Problem.Rule.EmptyList", {condition.field}};
    return std::nullopt;
}

std::optional<Problem> prepare_number(const Condition &condition, PreparedValue &prepared)
{
    const auto number = number_from(condition.value);
    if (!number)
        return not_a_number(condition.value);
    prepared.least = prepared.most = *number;
    return std::nullopt;
}

std::optional<Problem> prepare_range(const Condition &condition, PreparedValue &prepared)
{
    const std::string_view text = condition.value;
    const std::size_t dots = text.find("..");
    const auto least = number_from(text.substr(0, dots));
    const std::string_view rest = dots == std::string_view::npos ? std::string_view() : text.substr(dots + 2);
    const auto most = number_from(rest);
    if (!least || !most || text::trim(rest).front() == '.') // 5...20: nobody means up to a fifth
        return Problem{"Problem.Rule.NotARange", {condition.value}};
    std::tie(prepared.least, prepared.most) = std::minmax(*least, *most);
    return std::nullopt;
}

bool is_any(const PreparedValue &prepared, const std::string &value)
{
    return std::any_of(prepared.patterns.begin(), prepared.patterns.end(),
                       [&](const auto &pattern) { return RE2::FullMatch(value, *pattern); });
}

bool is_none(const PreparedValue &prepared, const std::string &value)
{
    return !is_any(prepared, value);
}

bool is_found(const PreparedValue &prepared, const std::string &value)
{
    const RE2 &pattern = *prepared.patterns[0];
    if (value.size() <= longest_searched_text)
        return RE2::PartialMatch(value, pattern);
    return RE2::PartialMatch(value.substr(0, longest_searched_text), pattern);
}

bool is_at_least(const PreparedValue &prepared, const std::string &value)
{
    const auto number = number_from(value);
    return number && *number >= prepared.least;
}

bool is_at_most(const PreparedValue &prepared, const std::string &value)
{
    const auto number = number_from(value);
    return number && *number <= prepared.most;
}

bool is_between(const PreparedValue &prepared, const std::string &value)
{
    return is_at_least(prepared, value) && is_at_most(prepared, value);
}

constexpr std::array<TestRow, 9> tests = {{
    {"is", prepare_whole, is_any},
    {"is_not", prepare_whole, is_none},
    {"one_of", prepare_list, is_any},
    {"contains", prepare_part, is_found},
    {"matches", prepare_pattern, is_found},
    {"at_least", prepare_number, is_at_least},
    {"at_most", prepare_number, is_at_most},
    {"between", prepare_range, is_between},
    {"exists", nullptr, nullptr},
}};

const TestRow *find_test(std::string_view word)
{
    const auto found = std::find_if(tests.begin(), tests.end(), [&](const TestRow &row) { return row.word == word; });
    return found == tests.end() ? nullptr : &*found;
}

} // namespace

const std::vector<std::string> &test_words()
{
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all;
        all.reserve(tests.size());
        for (const TestRow &row : tests)
            all.emplace_back(row.word);
        return all;
    }();
    return words;
}

bool takes_value(std::string_view test)
{
    const TestRow *row = find_test(test);
    return !row || row->prepare;
}

CompiledCondition::CompiledCondition(const Condition &condition)
    : field_(text::trim(condition.field)),
      test_(find_test(condition.test)),
      holds_for_nothing_(condition.test == "is" && condition.value.empty())
{
    if (!condition.unreadable.isNull())
        problem_ = {"Problem.Rule.UnreadableCondition", {}};
    else if (!test_)
        problem_ = {"Problem.Rule.UnknownTest", {condition.test}};
    else if (test_->prepare)
        problem_ = test_->prepare(condition, value_);
    if (problem_)
        test_ = nullptr;
}

bool CompiledCondition::holds(const events::Event &event) const
{
    if (!test_)
        return false;
    if (!test_->passes)
        return event.has(field_);
    if (const std::string *named = event.named(field_))
        return test_->passes(value_, *named);
    const auto value = event.field(field_);
    if (value)
        return test_->passes(value_, *value);
    return holds_for_nothing_ && !event.has(field_); // a list or an object has no text, and is there
}

} // namespace astro::rules
