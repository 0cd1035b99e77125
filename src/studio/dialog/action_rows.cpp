// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/action_rows.h"

#include "rules/action_file.h"
#include "rules/ready_rules.h"
#include "studio/actions/lookup.h"
#include "studio/dialog/form_values.h"
#include "studio/field_choices.h"
#include "studio/locale.h"
#include "support/json.h"
#include "support/object_reader.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

namespace astro::studio {
namespace {

/// All types, under the names of their families.
std::vector<Choice> type_choices()
{
    std::vector<Choice> choices;
    for (const rules::Family family : rules::all_families()) {
        const std::string word(to_word(family));
        choices.push_back({text(("Family." + word).c_str()), "family:" + word, true});
        for (const rules::ActionType &type : rules::action_types()) {
            if (type.family == family)
                choices.push_back({text(("Action." + std::string(type.word)).c_str()), std::string(type.word)});
        }
    }
    return choices;
}

const rules::ActionField *find_field(const std::string &member)
{
    const auto &fields = rules::all_action_fields();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const rules::ActionField &field) { return field.name == member; });
    return found == fields.end() ? nullptr : &*found;
}

/// What is chosen from a list, and what is ticked, decides what other fields offer, and may mend a problem.
bool changes_others(const std::string &member)
{
    const rules::ActionField *field = find_field(member);
    if (!field)
        return member == "type" || member == "enabled" || member == "until_media";
    const FieldChoices &row = choices_of(field->kind);
    return row.choices || row.widget == Widget::toggle;
}

/// What the dialog's list shows.
std::vector<Choice> offers(const FieldOf &of)
{
    std::vector<Choice> choices;
    if (of.field.none)
        choices.push_back({text(of.field.none), ""});
    const auto offered = choices_of(of.field.kind).choices(of);
    const auto more = of.field.kind == rules::FieldKind::choice ? words(offered, "Choice.") : names(offered);
    choices.insert(choices.end(), more.begin(), more.end());
    return choices;
}

Json::Value with_or_without(std::vector<std::string> names, const std::string &name)
{
    add_or_take_away(names, name);
    Json::Value list(Json::arrayValue);
    for (const std::string &one : names)
        list.append(one);
    return list;
}

void edit_field(rules::Action &action, const rules::ActionField &field, const std::string &name, obs_data_t *fields)
{
    const auto typed = [&] { return std::string(obs_data_get_string(fields, name.c_str())); };
    switch (choices_of(field.kind).widget) {
    case Widget::several:
        action.set(field.name, with_or_without(action.list(field.name), typed()));
        break;
    case Widget::number:
    case Widget::milliseconds:
        action.set(field.name, static_cast<Json::Int64>(obs_data_get_int(fields, name.c_str())));
        break;
    case Widget::toggle:
        action.set(field.name, obs_data_get_bool(fields, name.c_str()));
        break;
    case Widget::list:
    case Widget::text:
    case Widget::lines: {
        // As in the file: an object that is not finished yet is a text.
        Json::Value member(Json::objectValue);
        member[std::string(field.name)] = typed();
        json::ObjectReader members(member);
        action.set(field.name, rules::read_field(members, field));
        if (action.value(field.name) == Json::Value(""))
            action.members.removeMember(std::string(field.name)); // nothing is as good as missing
        break;
    }
    }
}

void show_field(FormBuilder &form, const std::string &row, const rules::ActionField &any, const FieldOf *of)
{
    const rules::ActionField &field = of ? of->field : any;
    const rules::Action none;
    const rules::Action &action = of ? of->action : none;
    const std::string name = row + std::string(any.name);
    const std::string key = "Field." + std::string(any.name);
    const char *label = key.c_str();
    switch (choices_of(field.kind).widget) {
    case Widget::list:
        form.list(name, label, of, of ? offers(*of) : std::vector<Choice>(), action.text(field.name));
        break;
    case Widget::several:
        form.list(name, label, of,
                  of ? choices_of_several(names(choices_of(field.kind).choices(*of)), action.list(field.name))
                     : std::vector<Choice>(),
                  "");
        break;
    case Widget::text:
        form.text(name, label, of, action.text(field.name));
        break;
    case Widget::lines: {
        const Json::Value &value = action.value(field.name);
        const bool object = value.isObject() && !value.empty();
        form.text(name, label, of, object ? json::write_pretty(value) : action.text(field.name), OBS_TEXT_MULTILINE);
        break;
    }
    case Widget::number:
        form.number(name, label, of, static_cast<long long>(action.number(field.name)),
                    {static_cast<int>(field.least), static_cast<int>(field.most), 1, field.suffix});
        break;
    case Widget::milliseconds:
        form.milliseconds(name, label, of, action.time(field.name).count());
        break;
    case Widget::toggle:
        form.toggle(name, label, of, action.flag(field.name));
        break;
    }
}

std::vector<Choice> media_choices()
{
    std::vector<Choice> choices{{text("Action.UntilMedia.None"), ""}};
    for (const std::string &name : lookup::source_names_that(lookup::is_media))
        choices.push_back({name, name});
    return choices;
}

/// The action's group, hidden where `action` is null.
void show_action(FormBuilder &form, const std::string &row, const std::string &number, const rules::Action *of,
                 const rules::RuleSet &all, Depth depth)
{
    const rules::Action none;
    const rules::Action &action = of ? *of : none;
    const bool readable = of && action.unreadable.isNull();
    const bool usual = depth != Depth::asked;
    const bool more = depth == Depth::all;
    const rules::ActionType *type = readable ? rules::find_action_type(action.type) : nullptr;
    const bool undoable = type && type->can_undo();

    form.enter_group(row + "group", text("Action.Group", {number}), of);
    form.info(row + "kept", "Action.Kept", of && !readable, html_excerpt(action.unreadable));
    form.toggle(row + "enabled", "Action.Enabled", readable && (more || !action.enabled), action.enabled);
    const std::vector<Choice> unseen;
    form.list(row + "type", "Action.Type", readable, readable ? type_choices() : unseen, action.type);
    for (const rules::ActionField &any : rules::all_action_fields()) {
        const rules::ActionField *field = type ? type->find(any.name) : nullptr;
        const bool fits = field && (field->need != rules::Need::unless || rules::is_needed(action, *field));
        const bool shown = fits && (usual || rules::is_asked(*field));
        const std::optional<FieldOf> field_of = shown ? std::optional(FieldOf{action, *field, all}) : std::nullopt;
        show_field(form, row, any, field_of ? &*field_of : nullptr);
    }
    form.milliseconds(row + "after_ms", "Action.After", type && (more || action.after.count() > 0),
                      action.after.count());
    form.milliseconds(row + "for_ms", "Action.Hold", undoable && usual, action.hold.count());
    const bool until_media = undoable && (more || !action.until_media.empty());
    form.list(row + "until_media", "Action.UntilMedia", until_media, until_media ? media_choices() : unseen,
              action.until_media);
    form.button(row + "remove", "Action.Remove", of && usual, {number});
    form.leave();
}

} // namespace

void show_actions(FormBuilder &form, const rules::Rule &rule, const rules::RuleSet &all, std::size_t rows, Depth depth)
{
    for (std::size_t i = 0; i < rows; ++i) {
        const rules::Action *action = i < rule.actions.size() ? &rule.actions[i] : nullptr;
        show_action(form, "rule.action." + std::to_string(i) + ".", std::to_string(i + 1), action, all, depth);
    }
}

bool edit_action(rules::Action &action, const std::string &member, const std::string &name, obs_data_t *fields)
{
    const auto time = [&] { return std::chrono::milliseconds(obs_data_get_int(fields, name.c_str())); };
    if (member == "type")
        action.type = obs_data_get_string(fields, name.c_str());
    else if (member == "for_ms")
        action.hold = time();
    else if (member == "after_ms")
        action.after = time();
    else if (member == "until_media")
        action.until_media = obs_data_get_string(fields, name.c_str());
    else if (member == "enabled")
        action.enabled = obs_data_get_bool(fields, name.c_str());
    else if (const rules::ActionField *field = find_field(member))
        edit_field(action, *field, name, fields);
    return changes_others(member);
}

} // namespace astro::studio
