// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/member_fields.h"

#include "rules/surroundings.h"
#include "studio/actions/lookup.h"
#include "studio/dialog/form_values.h"
#include "studio/locale.h"
#include "support/text.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <set>
#include <type_traits>

namespace astro::studio {
namespace {

using rules::Rule;
using rules::RuleMember;

std::vector<Choice> accounts(const Draft &draft)
{
    std::vector<Choice> choices{{text("Rule.Account.Any"), ""}};
    for (const settings::StoredAccount &stored : draft.settings.accounts)
        choices.push_back({stored.account.name, stored.account.name});
    return choices;
}

std::vector<Choice> scenes(const Draft &)
{
    return names(lookup::scene_names());
}

std::vector<Choice> outputs(const Draft &)
{
    std::vector<std::string> all(rules::activities.size());
    std::transform(rules::activities.begin(), rules::activities.end(), all.begin(),
                   [](const rules::Activity &activity) { return activity.word; });
    return words(all, "While.");
}

/// The words that rules have there, each once.
std::vector<Choice> used(const Draft &draft, std::string Rule::*member, std::set<std::string> more = {})
{
    for (const Rule &rule : draft.rules.rules)
        more.insert(rule.*member);
    more.erase("");
    return names({more.begin(), more.end()});
}

std::vector<Choice> queues(const Draft &draft)
{
    std::set<std::string> described;
    for (const rules::Queue &queue : draft.rules.queues)
        described.insert(queue.name);
    return used(draft, &Rule::queue, std::move(described));
}

std::vector<Choice> groups(const Draft &draft)
{
    return used(draft, &Rule::first_of);
}

bool are_several_accounts(const Draft &draft)
{
    return draft.settings.accounts.size() > 1;
}

const RuleMember *find_member(std::string_view name)
{
    const auto &all = rules::rule_members();
    const auto found = std::find_if(all.begin(), all.end(), [&](const RuleMember &one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool is_default(const Rule &rule, const RuleMember &member)
{
    static const Rule none;
    return std::visit(
        [&](auto place) {
            const auto equal = std::equal_to<>();
            return equal(rule.*place, none.*place);
        },
        member.place);
}

/// Draws a member by the type that it has.
struct Drawer {
    FormBuilder &form;
    const MemberField &field;
    const RuleMember &member;
    const Rule &rule;
    const Draft &draft;
    bool visible;
    std::string name = "rule." + std::string(field.member);
    std::string label = "Member." + std::string(field.member);

    void operator()(std::string Rule::*place) const
    {
        if (field.offers)
            form.list(name, label.c_str(), visible, field.offers(draft), rule.*place, field.typed);
        else
            form.text(name, label.c_str(), visible, rule.*place);
    }
    void operator()(bool Rule::*place) const { form.toggle(name, label.c_str(), visible, rule.*place); }
    void operator()(std::chrono::milliseconds Rule::*place) const
    {
        form.milliseconds(name, label.c_str(), visible, (rule.*place).count());
    }
    void operator()(std::int64_t Rule::*place) const { number(rule.*place); }
    void operator()(double Rule::*place) const { number(std::llround(rule.*place)); }
    void operator()(std::vector<std::string> Rule::*place) const
    {
        form.list(name, label.c_str(), visible, choices_of_several(field.offers(draft), rule.*place), "");
    }

    void number(long long value) const
    {
        form.number(name, label.c_str(), visible, value,
                    {static_cast<int>(member.least), static_cast<int>(member.most), 1, field.suffix});
    }
};

/// Reads what a widget set. @return whether other fields show it, too.
struct ValueReader {
    Rule &rule;
    obs_data_t *fields;
    const char *name;

    bool operator()(std::string Rule::*place) const
    {
        rule.*place = text::trim(obs_data_get_string(fields, name));
        return false;
    }
    bool operator()(bool Rule::*place) const
    {
        rule.*place = obs_data_get_bool(fields, name);
        return true;
    }
    bool operator()(std::chrono::milliseconds Rule::*place) const
    {
        rule.*place = std::chrono::milliseconds(obs_data_get_int(fields, name));
        return false;
    }
    bool operator()(std::int64_t Rule::*place) const
    {
        rule.*place = obs_data_get_int(fields, name);
        return false;
    }
    bool operator()(double Rule::*place) const
    {
        rule.*place = static_cast<double>(obs_data_get_int(fields, name));
        return false;
    }
    bool operator()(std::vector<std::string> Rule::*place) const
    {
        add_or_take_away(rule.*place, obs_data_get_string(fields, name));
        return true;
    }
};

} // namespace

const std::vector<MemberField> &member_fields()
{
    static const std::vector<MemberField> all{
        // member, section, advanced, offers, typed, suffix, fits
        {"enabled", Section::head},
        {"account", Section::when, false, accounts, false, "", are_several_accounts},
        {"only_in", Section::only_if, true, scenes},
        {"never_in", Section::only_if, true, scenes},
        {"only_while", Section::only_if, true, outputs},
        {"tests", Section::only_if, true},
        {"first_of", Section::only_if, true, groups, true},
        {"every", Section::only_if, true},
        {"chance", Section::only_if, true, nullptr, false, " %"},
        {"cooldown_ms", Section::flow},
        {"user_cooldown_ms", Section::flow, true},
        {"queue", Section::flow, false, queues, true},
        {"priority", Section::flow, true},
        {"merge", Section::flow, true},
    };
    return all;
}

void show_members(FormBuilder &form, Section section, const Rule &rule, const Draft &draft, bool readable, bool more)
{
    for (const MemberField &field : member_fields()) {
        if (field.section != section)
            continue;
        const RuleMember &member = *find_member(field.member);
        const bool set = !is_default(rule, member);
        const bool fits = !field.fits || field.fits(draft);
        const bool visible = readable && (set || (fits && (more || !field.advanced)));
        std::visit(Drawer{form, field, member, rule, draft, visible}, member.place);
    }
}

Edited edit_member(Rule &rule, const std::string &name, obs_data_t *fields)
{
    constexpr std::string_view prefix = "rule.";
    const auto &all = member_fields();
    const auto found = std::find_if(all.begin(), all.end(), [&](const MemberField &field) {
        return name.compare(0, prefix.size(), prefix) == 0 && name.substr(prefix.size()) == field.member;
    });
    if (found == all.end())
        return Edited::nothing;
    const bool chosen = found->offers && !found->typed; // what is chosen may mend a problem
    const bool shown = std::visit(ValueReader{rule, fields, name.c_str()}, find_member(found->member)->place);
    return shown || chosen ? Edited::others_too : Edited::something;
}

} // namespace astro::studio
