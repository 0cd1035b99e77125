// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <string>
#include <string_view>
#include <vector>

/// What actions there are, as data. From a row follow the file's reading and writing, the checks, the dialog's fields,
/// what a rename carries along, and which members are templates. What an action does in OBS is a function of its word
/// in studio/actions/.
namespace astro::rules {

/// What an action works on: the dialog offers actions by family, and each family has a file in studio/actions/.
enum class Family { scenes, items, filters, text, sources, audio, media, outputs, other };
const std::vector<Family> &all_families();
std::string_view to_word(Family family);

/// What a member of an action holds. What each kind means in the file is a row of field_kinds(); what it is looked for
/// in OBS, and how it is drawn, is a row of studio/field_choices.cpp.
enum class FieldKind {
    scene,          ///< a scene's name
    scenes,         ///< several of them
    transition,     ///< a transition's name
    item,           ///< a source's name in the action's scene, groups included
    source,         ///< any source's name, scenes' too
    text_source,    ///< the name of a source that shows a text
    audio_source,   ///< of one that is heard
    media_source,   ///< of one that plays
    browser_source, ///< of one that shows a page
    file_source,    ///< of one that shows a file or a page
    filter,         ///< a filter's name on the action's source
    text,           ///< a template
    file,           ///< a path or an address, as it was written
    number,         ///< a number between two bounds
    time,           ///< milliseconds, longest_time at the most
    flag,           ///< true or false
    choice,         ///< one of the field's words
    amount,         ///< a number, or a template that becomes one
    object,         ///< settings of a source
    counter,        ///< a counter's name
    hotkey,         ///< a hotkey's name
    rule,           ///< another rule's name
};

/// How a kind stands in the file, and in Action::members.
enum class Shape {
    text,           ///< a text
    list,           ///< a list of texts
    number,         ///< a number, a whole one as an integer
    time,           ///< an integer
    flag,           ///< a boolean
    object,         ///< an object, or a text that was meant to become one
    number_or_text, ///< as it was written
};

/// What a name in a field is of, as far as it is known when that changes.
enum class Names { nothing, sources, filters, rules };

struct FieldKindRow {
    FieldKind kind;
    Shape shape;
    Names names; ///< a rename carries them along
    bool is_template;
    const char *missing; ///< the problem when it is required and empty; its %1 is the action's place in its rule
};
const FieldKindRow &row_of(FieldKind kind);
/// Whether a problem's key is one of the `missing` above.
bool tells_of_missing_field(std::string_view problem);

enum class Need {
    optional,
    required,
    unless, ///< required unless the type's flag `unless` is set
};

/// A member of an action. The functions below make one for a row.
struct ActionField {
    std::string_view name; ///< the member's name in the file
    FieldKind kind;
    Need need = Need::optional;
    std::string_view unless{};
    Json::Value fallback{};                ///< what a missing one counts as
    double least = 0, most = 0;            ///< of a number or a time
    bool counts = false;                   ///< a number: it has nothing behind the point
    const char *suffix = "";               ///< a number's unit, as the dialog shows it
    std::vector<std::string_view> words{}; ///< of a choice
    const char *none = nullptr;            ///< the dialog's text for an empty one, where that has a meaning of its own

    Shape shape() const { return row_of(kind).shape; }
};

/// May be left out. @param none the key of the text for what that means, if it means something.
ActionField optional(std::string_view name, FieldKind kind, const char *none = nullptr);
ActionField required(std::string_view name, FieldKind kind);
/// Required, but when the type's flag of this name is set.
ActionField required_unless(std::string_view flag, std::string_view name, FieldKind kind);
ActionField number(std::string_view name, double least, double most, const char *suffix, double fallback = 0);
/// A number of things.
ActionField count(std::string_view name, double least, double most, int fallback);
ActionField time(std::string_view name);
ActionField flag(std::string_view name);
/// The first word is what a missing one counts as.
ActionField choice(std::string_view name, std::vector<std::string_view> words);
ActionField amount(std::string_view name, int fallback);

enum class Undoable { no, yes };

/// Who does it.
enum class Doer {
    obs,    ///< a function of studio/actions/
    engine, ///< the rule engine itself
    file,   ///< the writer of files
};

struct ActionType {
    std::string_view word;
    Family family;
    std::vector<ActionField> fields;
    Undoable undo; ///< whether `for_ms` puts back what it changed
    Doer doer = Doer::obs;
    bool takes_event = false; ///< it needs the event whole when it begins

    bool can_undo() const { return undo == Undoable::yes; }
    /// @return null when the type has no member of that name.
    const ActionField *find(std::string_view member) const;
};

/// All of them, in the order in which they are offered.
const std::vector<ActionType> &action_types();
/// @return null for an unknown word.
const ActionType *find_action_type(std::string_view word);
/// The fields of all types, each name once. A name has the same shape in each type that has it.
const std::vector<ActionField> &all_action_fields();

} // namespace astro::rules
