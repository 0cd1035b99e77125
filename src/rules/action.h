// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/action_types.h"
#include "rules/rename.h"

#include <json/value.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

/// One thing that a rule does. Which members it has, its type says.
struct Action {
    std::string type; ///< a word of action_types(), or an unknown one: kept, and skipped
    /// Its members by their names, each of the shape that its field's kind has. Those of other types are kept too: in
    /// the dialog a type that is chosen by mistake costs nothing.
    Json::Value members{Json::objectValue};
    std::chrono::milliseconds after{0}; ///< `after_ms`: begins that long after its rule began
    std::chrono::milliseconds hold{0};  ///< `for_ms`; 0: for good
    std::string until_media;            ///< a media source: put back when it ends, at the latest after `hold`
    bool enabled = true;                ///< left out where not
    Json::Value extra{Json::objectValue};
    /// Set when the file's element was no action at all: written back as it was, and skipped.
    Json::Value unreadable;

    /// Whether what it changes is put back some time, if its type can be.
    bool is_held() const { return hold.count() > 0 || !until_media.empty(); }
    /// A member; where it is missing, what that counts as in this action's type. Null when the type has none such.
    const Json::Value &value(std::string_view member) const;
    // The same in its shape; "", no texts, 0 and false when it has another one.
    std::string text(std::string_view member) const;
    std::vector<std::string> list(std::string_view member) const;
    double number(std::string_view member) const;
    bool flag(std::string_view member) const;
    std::chrono::milliseconds time(std::string_view member) const;

    Action &set(std::string_view member, Json::Value value);
};

/// True when the type is known and all that it requires is filled in. Such an action is done, others are skipped.
bool is_complete(const Action &action);
bool is_filled(const Action &action, const ActionField &field);
/// Whether the action, as it is, can't do without this field.
bool is_needed(const Action &action, const ActionField &field);
/// @return whether the action named what was renamed.
bool rename(Action &action, const Rename &rename);

} // namespace astro::rules
