// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "pipeline/pipeline.h"
#include "settings/settings_file.h"
#include "studio/collection_data.h"
#include "studio/dialog.h"
#include "studio/mailbox.h"
#include "studio/performer.h"
#include "studio/ui_thread.h"

#include <obs-frontend-api.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <vector>

namespace astro::studio {

/// OBS's side of the house: the settings and rules in force, what is done in OBS, the dialog, and OBS's own comings and
/// goings (scene collections, renames, exit). Lives on the UI thread.
class Studio {
public:
    /// @param config_folder the module's own folder; settings.json and state.json are in it.
    explicit Studio(std::filesystem::path config_folder);
    ~Studio();
    Studio(const Studio &) = delete;
    Studio &operator=(const Studio &) = delete;

private:
    static void on_frontend_event(obs_frontend_event event, void *self);
    static void on_save(obs_data_t *modules, bool saving, void *self);
    static void on_rename(void *self, calldata_t *data); // any thread

    void happened(obs_frontend_event event);
    void begin();
    void end();
    void leave_collection();
    void enter_collection(CollectionData data);
    void save_collection(obs_data_t *modules) const;
    void put_back_left_over();
    void commit(const Draft &draft);
    void use_rules(rules::RuleSet rules);
    void use_statuses(std::vector<gateway::Status> statuses);
    void perform(rules::Batch batch, Pipeline::Basis basis);
    void renamed(const std::string &from, const std::string &to);
    void save_settings();
    DialogHost dialog_host();
    Pipeline::Callbacks pipeline_callbacks();

    std::filesystem::path folder_;
    UiThread ui_;
    settings::Settings settings_;
    rules::RuleSet rules_;
    std::vector<Problem> settings_problems_, rules_problems_, save_problems_;
    std::vector<PutBack> left_over_;
    std::vector<gateway::Status> statuses_;
    Mailbox<std::vector<gateway::Status>> latest_statuses_; ///< on their way here
    std::uint64_t generation_ = 1; ///< of the scene collection: a batch for an earlier one is not performed
    /// Those that the pipeline may not have heard of yet: the last ones of `rename_count_`.
    struct Rename {
        std::uint64_t number;
        std::string from, to;
    };
    std::deque<Rename> renames_;
    std::uint64_t rename_count_ = 0;
    bool loaded_ = false; ///< OBS has finished loading
    bool ended_ = false;
    Performer performer_;
    Pipeline pipeline_;
    Dialog dialog_;
};

} // namespace astro::studio
