// SPDX-License-Identifier: GPL-2.0-or-later
// Every member of a rule has its field in the dialog.
#include "studio/dialog/member_fields.h"

#include <gmock/gmock.h>
#include <obs-module.h>

#include <set>

// The labels are looked up in a module; here it has none.
OBS_DECLARE_MODULE()
OBS_MODULE_USE_DEFAULT_LOCALE("obs-astro", "en-US")

namespace astro::studio {
namespace {

TEST(MemberFieldsTest, EachMemberIsShownOnce)
{
    std::set<std::string> members;
    for (const rules::RuleMember &member : rules::rule_members())
        members.insert(member.name);
    members.erase("event"); // more than one field
    std::set<std::string> shown;
    for (const MemberField &field : member_fields())
        EXPECT_TRUE(shown.emplace(field.member).second) << field.member;
    EXPECT_EQ(shown, members);
}

TEST(MemberFieldsTest, ListsOfTextsHaveSomethingToOffer)
{
    for (const rules::RuleMember &member : rules::rule_members()) {
        if (!std::holds_alternative<std::vector<std::string> rules::Rule::*>(member.place))
            continue;
        for (const MemberField &field : member_fields())
            EXPECT_TRUE(field.member != member.name || field.offers) << member.name;
    }
}

} // namespace
} // namespace astro::studio
