// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/ready_rules.h"

#include <utility>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Action action(const char *type, milliseconds hold)
{
    Action made;
    made.type = type;
    made.hold = hold;
    return made;
}

/// What is shown for a while, with a text on it that stays.
std::vector<Action> alert(const char *shows, milliseconds hold)
{
    return {action("set_text", milliseconds(0)), action(shows, hold)};
}

Rule in_queue(const char *event, std::vector<Action> actions)
{
    Rule rule;
    rule.event = event;
    rule.actions = std::move(actions);
    rule.queue = "alerts"; // so that they do not cover each other
    return rule;
}

Rule of_tip()
{
    Rule rule = in_queue("tip", alert("switch_scene", seconds(6)));
    Condition enough;
    enough.field = "amount";
    enough.test = "at_least";
    enough.value = "5";
    rule.conditions = {enough};
    return rule;
}

Rule of_command()
{
    Rule rule;
    rule.event = "chat";
    Condition command;
    command.field = "command";
    command.value = "!hello";
    rule.conditions = {command};
    rule.actions = alert("show_source", seconds(5));
    rule.cooldown = seconds(5);
    rule.user_cooldown = seconds(30);
    return rule;
}

} // namespace

const std::vector<ReadyRule> &ready_rules()
{
    static const std::vector<ReadyRule> all{
        {"follow", in_queue("follow", alert("show_source", seconds(5)))},
        {"tip", of_tip()},
        {"subscription", in_queue("subscription", alert("show_source", seconds(6)))},
        {"raid", in_queue("raid", alert("switch_scene", seconds(10)))},
        {"command", of_command()},
    };
    return all;
}

Rule made_of(const ReadyRule &ready, std::string name, const std::string &text)
{
    Rule rule = ready.rule;
    rule.name = std::move(name);
    for (Action &action : rule.actions) {
        for (const ActionField &field : find_action_type(action.type)->fields) {
            if (field.kind == FieldKind::text)
                action.set(field.name, text);
        }
    }
    return rule;
}

bool is_asked(const ActionField &field)
{
    return field.need != Need::optional || field.kind == FieldKind::text;
}

} // namespace astro::rules
