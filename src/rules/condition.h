// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "support/problem.h"

#include <json/value.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

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

/// The words of all tests, in the order in which they are offered.
const std::vector<std::string> &test_words();
/// Whether the test looks at the condition's value; so does an unknown one.
bool takes_value(std::string_view test);

/// What a test made of a condition's value once, so that an event is looked at without any delay.
struct PreparedValue {
    std::vector<std::shared_ptr<const re2::RE2>> patterns;
    double least = 0, most = 0;
};

struct TestRow;

/// One condition of a rule. Text is compared without case (Unicode's simple folding); a missing field fails every test
/// but `is` with an empty value. Regular expressions are RE2's: they search, their time is linear, their memory
/// bounded, and of a text longer than 8 KiB they see the beginning. Values may be used from several threads at once.
class CompiledCondition {
public:
    explicit CompiledCondition(const Condition &condition);

    bool holds(const events::Event &event) const;
    /// Why this condition can never hold.
    const std::optional<Problem> &problem() const { return problem_; }
    const std::string &field() const { return field_; }

private:
    std::string field_;
    const TestRow *test_ = nullptr; ///< null: never holds
    PreparedValue value_;
    bool holds_for_nothing_ = false;
    std::optional<Problem> problem_;
};

} // namespace astro::rules
