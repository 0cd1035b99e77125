// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule.h"

#include <algorithm>

namespace astro::rules {

const std::vector<std::string> &test_words()
{
    static const std::vector<std::string> words{"is", "is_not", "contains", "matches", "at_least", "at_most", "exists"};
    return words;
}

const std::vector<ActionType> &action_types()
{
    static const std::vector<ActionType> types{
        // word, scene, source, text, undo
        {"switch_scene", true, false, false, true}, {"show_source", true, true, false, true},
        {"hide_source", true, true, false, true},   {"toggle_source", true, true, false, true},
        {"set_text", false, true, true, true},
    };
    return types;
}

const ActionType *find_action_type(std::string_view word)
{
    const auto &types = action_types();
    const auto found = std::find_if(types.begin(), types.end(), [word](const auto &type) { return type.word == word; });
    return found == types.end() ? nullptr : &*found;
}

bool is_complete(const Action &action)
{
    const ActionType *type = find_action_type(action.type);
    return type && !(type->uses_scene && action.scene.empty()) && !(type->uses_source && action.source.empty());
}

bool rename(Action &action, const std::string &from, const std::string &to)
{
    bool named = false;
    for (std::string *name : {&action.scene, &action.source}) {
        if (*name != from)
            continue;
        *name = to;
        named = true;
    }
    return named;
}

} // namespace astro::rules
