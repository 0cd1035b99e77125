// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs-module.h>

#include <string>
#include <utility>
#include <vector>

namespace astro::studio {

/// One entry of a list: what is read, and what is stored.
struct Choice {
    std::string label;
    std::string value;
    bool heading = false; ///< stands above those that follow, and can't be chosen
};

/// Lays out OBS properties and fills in what they show. Values are set as defaults, never as settings: so showing a
/// form changes no setting of its source, and OBS does not ask about unsaved changes after a mere look.
///
/// A form is built once, with spare rows that are hidden; when it is refreshed from inside one of its own callbacks,
/// properties are only shown, hidden and refilled, since OBS still uses them after the callback.
///
/// OBS's editable lists and file fields are left out on purpose: they open windows of their own from inside the
/// widget, and a form that is built anew meanwhile (a new status, a renamed scene) would take the widget from under
/// them.
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
    void enter_group(const std::string &name, const std::string &title, bool visible);
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
    struct Range {
        int least, most, step;
        const char *suffix;
    };
    void number(const std::string &name, const char *label_key, bool visible, long long value, const Range &range);
    void toggle(const std::string &name, const char *label_key, bool visible, bool on);
    /// A check mark whose label is no fixed text.
    void option(const std::string &name, const std::string &label, bool visible, bool on);
    /// @param args what the label's %1, %2, … are.
    void button(const std::string &name, const char *label_key, bool visible,
                const std::vector<std::string> &args = {});

    static std::string escape(const std::string &from_outside);

private:
    obs_properties_t *parent() const { return groups_.empty() ? form_ : groups_.back(); }
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
