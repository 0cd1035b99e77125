// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "pipeline/pipeline.h"
#include "settings/settings_file.h"
#include "studio/actions/performer.h"
#include "studio/collection_data.h"
#include "studio/controls.h"
#include "studio/dialog/dialog.h"
#include "studio/dock/dock.h"
#include "studio/hotkeys.h"
#include "studio/inbox.h"
#include "studio/mailbox.h"
#include "studio/remote/announcer.h"
#include "studio/rename_watch.h"
#include "studio/transition_watch.h"
#include "studio/ui_thread.h"

#include <obs-frontend-api.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
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

    /// All other modules are loaded, too.
    void modules_loaded() { announcer_.modules_loaded(); }

private:
    static void on_frontend_event(obs_frontend_event event, void *self);
    static void on_save(obs_data_t *modules, bool saving, void *self);

    void happened(obs_frontend_event event);
    void begin();
    void end();
    void close_dialog();
    void leave_collection();
    void enter_collection(CollectionData data);
    void name_collection();
    void save_collection(obs_data_t *modules);
    void put_back_left_over();
    void log_rule_problems() const;
    void commit(const Draft &draft);
    /// @param accounts_changed and are to be used with them
    void use_rules(rules::RuleSet rules, bool accounts_changed = false);
    void use_statuses(std::vector<gateway::Status> statuses);
    void perform(rules::Batch batch, Pipeline::Basis basis);
    void use_renames();
    void renamed(const rules::Rename &rename);
    void save_settings();
    /// What rules need to know of OBS, when it changed.
    void tell_surroundings();
    void transition_begun();
    void change_rules(const std::function<bool(rules::RuleSet &)> &change);
    template <typename Item>
    void use_up(Inbox<Item> &inbox, void (Studio::*use)(const std::vector<Item> &));
    void use_events(const std::vector<HistoryItem> &items);
    void use_fired(const std::vector<rules::Fired> &fired);
    void use_queues(Pipeline::Queues queues);
    DialogHost dialog_host();
    Pipeline::Callbacks pipeline_callbacks();
    Controls controls();

    std::filesystem::path folder_;
    UiThread ui_;
    settings::Settings settings_;
    rules::RuleSet rules_;
    OBSDataAutoRelease written_rules_; ///< as they are saved; null until they are, since they were changed (what could
                                       ///< not be read: as it was)
    std::vector<Problem> settings_problems_, rules_problems_, save_problems_;
    std::vector<PutBack> left_over_;
    std::vector<gateway::Status> statuses_;
    Mailbox<std::vector<gateway::Status>> latest_statuses_; ///< on their way here
    rules::Surroundings surroundings_;
    Inbox<HistoryItem> latest_events_{1000};
    Inbox<rules::Fired> latest_fired_{10000};
    Pipeline::Queues queues_;
    Mailbox<Pipeline::Queues> latest_queues_;
    std::uint64_t generation_ = 1; ///< of the scene collection: a batch for an earlier one is not performed
    std::string collection_;       ///< its name when it was entered
    /// Those that the pipeline may not have heard of yet: the last ones of `rename_count_`.
    struct Renamed {
        std::uint64_t number;
        rules::Rename rename;
    };
    std::deque<Renamed> renames_;
    std::uint64_t rename_count_ = 0;
    Inbox<rules::Rename> latest_renames_{100'000}; ///< on their way here
    bool loaded_ = false;                          ///< OBS has finished loading
    bool ended_ = false;
    Performer performer_;
    Pipeline pipeline_;
    Dialog dialog_;
    Controls controls_;
    remote::Announcer announcer_;
    std::unique_ptr<dock::Dock> dock_;
    Hotkeys hotkeys_;
    RenameWatch rename_watch_;
    TransitionWatch transition_watch_;
};

} // namespace astro::studio
