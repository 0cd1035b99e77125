// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"
#include "pipeline/pipeline.h"
#include "studio/dialog/account_form.h"
#include "studio/dialog/draft.h"
#include "studio/dialog/rule_form.h"
#include "studio/ui_thread.h"

#include <obs.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// What the dialog needs of the rest of the plugin. All called on the UI thread.
struct DialogHost {
    std::function<Draft()> current;            ///< what is in force: read when the dialog is opened
    std::function<void(const Draft &)> commit; ///< the dialog was closed with changes that were not cancelled
    std::function<bool()> unsaved; ///< what is in force could not be written: closing the dialog tries again
    std::function<std::vector<gateway::Status>()> statuses;
    std::function<Pipeline::Summary()> summary;
    std::function<std::vector<Problem>()> problems; ///< of files that were read
    std::function<void(const rules::Rule &)> try_rule;
    std::function<void()> retry_now;
};

/// OBS's own properties dialog, shown for a private source of ours that holds nothing but a number (see DraftHistory).
/// What is edited comes into force when the dialog is closed, so neither a token nor a rule that is half typed is ever
/// used on air. UI thread only, but for what libobs calls on its graphics thread (marked).
class Dialog {
public:
    Dialog(DialogHost host, const UiThread &ui);
    ~Dialog();
    Dialog(const Dialog &) = delete;
    Dialog &operator=(const Dialog &) = delete;

    /// Once, from obs_module_load(): makes the private source's type known to OBS.
    void register_source();

    /// @param rule,account the names, as they are in force, of those that are shown; where there is none of that name,
    /// or none is named, the first, or, in a dialog that is open, the ones that it shows.
    /// @param is_new the rule was made of a ready one a moment ago: only what that asks for is shown.
    void open(const std::string &rule = {}, const std::string &account = {}, bool is_new = false);
    /// Closes it without a question and keeps what was edited: the scene collection changes, or OBS ends.
    void close_and_keep();
    /// The draft that is being edited, or null when the dialog is closed.
    const Draft *editing() const;
    /// What happened outside of the dialog while it may be open, such as a scene's rename, is done to what is being
    /// edited, too. `change` says whether it changed anything. The rule that is shown stays the one that is shown.
    void apply(const std::function<bool(Draft &)> &change);
    /// The status changed: shown when nobody is typing.
    void status_changed();

private:
    static bool on_modified(void *self, obs_properties_t *, obs_property_t *, obs_data_t *);
    static bool on_clicked(obs_properties_t *, obs_property_t *, void *self);
    static void on_hide(void *self);               // graphics thread
    static void on_tick(void *self, float passed); // graphics thread

    obs_properties_t *build();
    bool modified(obs_properties_t *form, obs_property_t *property, obs_data_t *fields);
    bool clicked(obs_properties_t *form, obs_property_t *property);
    bool take(Draft edited, obs_properties_t *form, obs_data_t *fields);
    bool anew(bool shown);
    void show(obs_properties_t *form, obs_data_t *shown, bool build);
    /// What an edit of that field begins with.
    Draft before_edit(const std::string &field);
    const Draft &draft() const; ///< until the next edit
    void set_draft(Draft draft);
    long long number() const;
    void finish();
    void every_second();
    void reload();
    void update_title();
    /// What changes by itself, but for the words that the title has.
    std::string words_as_shown() const;

    DialogHost host_;
    const UiThread &ui_;
    AccountForm account_form_;
    RuleForm rule_form_;
    OBSSourceAutoRelease source_; ///< while the dialog is open
    std::unique_ptr<DraftHistory> history_;
    /// A name while it is typed. What bears it goes along, by the name that it had before the first letter: what is
    /// called as the name is on the way, "alerts" on the way to "alerts-low", is somebody else's.
    struct Typing {
        std::string field;
        Draft before;
        long long number; ///< of the draft with the last letter
    };
    std::optional<Typing> typing_;
    std::string title_;
    std::string shown_words_;
    std::chrono::steady_clock::time_point last_edit_{};
    float since_second_ = 0; ///< graphics thread
};

} // namespace astro::studio
