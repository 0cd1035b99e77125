// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs-module.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace astro::studio {

/// One entry of a list: what is read, and what is stored.
struct Choice {
    std::string label;
    std::string value;
};

/// What becomes of a form that is filled in.
enum class Filling {
    build,  ///< it is made
    redraw, ///< OBS makes new widgets for it right after
    keep,   ///< the widgets stay as they are: somebody types in one of them
};

/// Lays out OBS properties and fills in what they show. Values are set as defaults, never as settings: so showing a
/// form changes no setting of its source, and OBS does not ask about unsaved changes after a mere look.
///
/// A form is built once, with spare rows that are hidden; when it is refreshed from inside one of its own callbacks,
/// properties are only shown, hidden and refilled, since OBS still uses them after the callback.
class FormBuilder {
public:
    struct Callbacks {
        obs_property_modified2_t modified;
        obs_property_clicked_t clicked;
        void *owner;
    };

    FormBuilder(obs_properties_t *form, obs_data_t *shown, bool build, Callbacks callbacks)
        : form_(form), shown_(shown), build_(build), callbacks_(callbacks)
    {}

    /// Into which group the next fields go; null for the form itself. Ended by leave().
    void enter_group(const std::string &name, const std::string &label, bool visible);
    /// A group with a check mark before its title.
    void enter_switch(const std::string &name, const std::string &label, bool visible, bool on);
    void leave();

    void text(const std::string &name, const char *label_key, bool visible, const std::string &value,
              obs_text_type type = OBS_TEXT_DEFAULT);
    /// `html` is shown as it is: escape what came from outside (escape()).
    void info(const std::string &name, const char *label_key, bool visible, const std::string &html,
              obs_text_info_type type = OBS_TEXT_INFO_NORMAL);
    /// A value that is not among the choices is added and marked as missing, lest OBS changes it to another one.
    void list(const std::string &name, const char *label_key, bool visible, std::vector<Choice> choices,
              const std::string &value, bool free_text = false);
    /// A whole number, since OBS 29's field for fractions changes under a mouse wheel that only meant to scroll.
    void milliseconds(const std::string &name, const char *label_key, bool visible, long long value);
    void toggle(const std::string &name, const char *label_key, bool visible, bool on);
    void file(const std::string &name, const char *label_key, bool visible, const std::string &value,
              const std::string &filter);
    /// @param selected the row that is marked.
    void lines(const std::string &name, const char *label_key, bool visible, const std::vector<std::string> &values,
               std::optional<std::size_t> selected = std::nullopt);
    void button(const std::string &name, const char *label_key, bool visible);

    static std::string escape(const std::string &from_outside);

private:
    obs_properties_t *parent() const { return groups_.empty() ? form_ : groups_.back(); }
    void enter(const std::string &name, const std::string &title, bool visible, obs_group_type type);
    /// The property of that name: made by `make` when the form is being built, else the one that is there.
    template <typename Make>
    obs_property_t *prepare(const std::string &name, bool visible, Make make);
    /// Help for a field is the text of its label's key with ".Help", where there is one.
    void add_help(obs_property_t *property, const char *label_key);

    obs_properties_t *form_;
    obs_data_t *shown_;
    bool build_;
    Callbacks callbacks_;
    std::vector<obs_properties_t *> groups_;
};

} // namespace astro::studio
