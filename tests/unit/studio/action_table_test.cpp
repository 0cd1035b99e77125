// SPDX-License-Identifier: GPL-2.0-or-later
// Whoever adds an action and forgets a part of it is told here, or by unit_locale.
#include "rules/action_types.h"
#include "studio/actions/family.h"
#include "studio/field_choices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace astro::studio {
namespace {

std::string settings_format()
{
    std::ifstream file(ASTRO_DOCS "/settings-format.md", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ActionTable, EachTypeThatObsDoesHasAFunctionInItsFamily)
{
    for (const rules::ActionType &type : rules::action_types()) {
        const auto &functions = family_actions(type.family).actions;
        const bool has_one =
            std::any_of(functions.begin(), functions.end(), [&](const auto &row) { return row.word == type.word; });
        EXPECT_EQ(has_one, type.doer == rules::Doer::obs) << type.word << ", in the file of " << to_word(type.family);
        EXPECT_EQ(find_action_function(type.word) != nullptr, has_one) << type.word;
    }
}

TEST(ActionTable, EachFunctionHasAType)
{
    for (const rules::Family family : rules::all_families()) {
        for (const ActionFunction &function : family_actions(family).actions) {
            const rules::ActionType *type = rules::find_action_type(function.word);
            ASSERT_NE(type, nullptr) << function.word;
            EXPECT_EQ(type->family, family) << function.word;
        }
    }
}

TEST(ActionTable, NoWordIsTakenTwice)
{
    std::set<std::string_view> actions, targets;
    for (const rules::ActionType &type : rules::action_types())
        EXPECT_TRUE(actions.insert(type.word).second) << type.word;
    for (const rules::Family family : rules::all_families()) {
        for (const TargetKind &kind : family_actions(family).targets)
            EXPECT_TRUE(targets.insert(kind.word).second) << kind.word;
    }
}

TEST(ActionTable, EachKindOfFieldHasItsRows)
{
    for (const rules::ActionField &field : rules::all_action_fields()) {
        EXPECT_EQ(rules::row_of(field.kind).kind, field.kind) << field.name;
        EXPECT_EQ(choices_of(field.kind).kind, field.kind) << field.name;
        if (field.need == rules::Need::required) {
            EXPECT_NE(rules::row_of(field.kind).missing, nullptr) << field.name;
        }
    }
}

TEST(ActionTable, EachTypeIsDescribed)
{
    const std::string page = settings_format();
    for (const rules::ActionType &type : rules::action_types())
        EXPECT_NE(page.find('`' + std::string(type.word) + '`'), std::string::npos) << type.word;
}

} // namespace
} // namespace astro::studio
