// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/form_builder.h"

#include "rules/rule.h"
#include "studio/locale.h"

#include <algorithm>

namespace astro::studio {

namespace {

/// A single & in a group's title or on a button would be taken for the mark of its shortcut key, and not be seen.
std::string title_text(const std::string &title)
{
    std::string shown;
    for (const char c : title)
        shown += c == '&' ? "&&" : std::string(1, c);
    return shown;
}

} // namespace

template <typename Make>
obs_property_t *FormBuilder::prepare(const std::string &name, bool visible, Make make)
{
    obs_property_t *property = build_ ? make() : obs_properties_get(form_, name.c_str());
    if (!property)
        return nullptr;
    if (build_)
        obs_property_set_modified_callback2(property, callbacks_.modified, callbacks_.owner);
    obs_property_set_visible(property, visible);
    return property;
}

void FormBuilder::add_help(obs_property_t *property, const char *label_key)
{
    const std::string key = std::string(label_key) + ".Help";
    const char *help = nullptr;
    if (build_ && obs_module_get_string(key.c_str(), &help))
        obs_property_set_long_description(property, help);
}

void FormBuilder::enter_group(const std::string &name, const std::string &title, bool visible)
{
    const std::string label = title_text(title);
    obs_property_t *group = prepare(name, visible, [&] {
        return obs_properties_add_group(parent(), name.c_str(), label.c_str(), OBS_GROUP_NORMAL,
                                        obs_properties_create());
    });
    obs_property_set_description(group, label.c_str());
    groups_.push_back(obs_property_group_content(group));
}

void FormBuilder::leave()
{
    groups_.pop_back();
}

void FormBuilder::text(const std::string &name, const char *label_key, bool visible, const std::string &value,
                       obs_text_type type)
{
    obs_property_t *property = prepare(name, visible, [&] {
        return obs_properties_add_text(parent(), name.c_str(), obs_module_text(label_key), type);
    });
    add_help(property, label_key);
    obs_data_set_default_string(shown_, name.c_str(), value.c_str());
}

void FormBuilder::info(const std::string &name, const char *label_key, bool visible, const std::string &html,
                       obs_text_info_type type)
{
    obs_property_t *property = prepare(name, visible, [&] {
        return obs_properties_add_text(parent(), name.c_str(), obs_module_text(label_key), OBS_TEXT_INFO);
    });
    obs_property_text_set_info_type(property, type);
    const std::string rich = "<div>" + html + "</div>";
    obs_data_set_default_string(shown_, name.c_str(), rich.c_str());
}

void FormBuilder::list(const std::string &name, const char *label_key, bool visible, std::vector<Choice> choices,
                       const std::string &value, bool free_text)
{
    obs_property_t *property = prepare(name, visible, [&] {
        return obs_properties_add_list(parent(), name.c_str(), obs_module_text(label_key),
                                       free_text ? OBS_COMBO_TYPE_EDITABLE : OBS_COMBO_TYPE_LIST,
                                       OBS_COMBO_FORMAT_STRING);
    });
    add_help(property, label_key);
    const bool known = std::any_of(choices.begin(), choices.end(), [&](const Choice &c) { return c.value == value; });
    if (!known && !free_text)
        choices.insert(
            choices.begin(),
            {value.empty() ? studio::text("List.Choose") : studio::text("List.Missing", {value}), value, false});
    obs_property_list_clear(property);
    for (const Choice &choice : choices) {
        const std::size_t entry = obs_property_list_add_string(property, choice.label.c_str(), choice.value.c_str());
        obs_property_list_item_disable(property, entry, choice.heading);
    }
    obs_data_set_default_string(shown_, name.c_str(), value.c_str());
}

void FormBuilder::milliseconds(const std::string &name, const char *label_key, bool visible, long long value)
{
    number(name, label_key, visible, value, {0, static_cast<int>(rules::longest_time.count()), 500, " ms"});
}

void FormBuilder::number(const std::string &name, const char *label_key, bool visible, long long value,
                         const Range &range)
{
    obs_property_t *property = prepare(name, visible, [&] {
        return obs_properties_add_int(parent(), name.c_str(), obs_module_text(label_key), range.least, range.most,
                                      range.step);
    });
    if (build_)
        obs_property_int_set_suffix(property, range.suffix);
    add_help(property, label_key);
    obs_data_set_default_int(shown_, name.c_str(), value);
}

void FormBuilder::toggle(const std::string &name, const char *label_key, bool visible, bool on)
{
    obs_property_t *property = prepare(
        name, visible, [&] { return obs_properties_add_bool(parent(), name.c_str(), obs_module_text(label_key)); });
    add_help(property, label_key);
    obs_data_set_default_bool(shown_, name.c_str(), on);
}

void FormBuilder::option(const std::string &name, const std::string &label, bool visible, bool on)
{
    prepare(name, visible, [&] { return obs_properties_add_bool(parent(), name.c_str(), label.c_str()); });
    obs_data_set_default_bool(shown_, name.c_str(), on);
}

void FormBuilder::button(const std::string &name, const char *label_key, bool visible,
                         const std::vector<std::string> &args)
{
    const std::string label = title_text(studio::text(label_key, args));
    obs_property_t *property = prepare(name, visible, [&] {
        return obs_properties_add_button2(parent(), name.c_str(), label.c_str(), callbacks_.clicked, callbacks_.owner);
    });
    obs_property_set_description(property, label.c_str());
    add_help(property, label_key);
}

std::string FormBuilder::escape(const std::string &from_outside)
{
    std::string escaped;
    for (const char c : from_outside) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

} // namespace astro::studio
