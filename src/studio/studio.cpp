// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/studio.h"

#include "events/event.h"
#include "studio/actions/lookup.h"
#include "studio/guarded.h"
#include "studio/locale.h"
#include "studio/remote/script_api.h"
#include "studio/rule_check.h"
#include "studio/same_rules.h"
#include "support/problem_list.h"

#include <obs-module.h>

#include <chrono>
#include <cstddef>
#include <functional>

namespace astro::studio {
namespace {

void log_line(LogLevel level, const std::string &line)
{
    switch (level) {
    case LogLevel::debug:
        blog(LOG_DEBUG, "[obs-astro] %s", line.c_str());
        break;
    case LogLevel::info:
        blog(LOG_INFO, "[obs-astro] %s", line.c_str());
        break;
    case LogLevel::warning:
        blog(LOG_WARNING, "[obs-astro] %s", line.c_str());
        break;
    case LogLevel::error:
        blog(LOG_ERROR, "[obs-astro] %s", line.c_str());
        break;
    }
}

void log_problems(const std::vector<Problem> &problems)
{
    for (const Problem &problem : problems)
        log_line(LogLevel::warning, text(problem));
}

std::filesystem::path settings_file(const std::filesystem::path &folder)
{
    return folder / "settings.json";
}

/// Tasks on their way to the UI thread: more than this many, and it hangs.
constexpr std::size_t most_waiting = 20000;

/// Of what is told of events: so many at a time, for so long at a time.
constexpr std::size_t told_at_once = 8;
constexpr std::chrono::microseconds most_telling{1000};

/// That a batch may not have heard of: more than come while one waits.
constexpr std::size_t most_renames = 1000;

/// The rules that there were not before, in their order.
std::vector<rules::Rule> added(const rules::RuleSet &before, const rules::RuleSet &now)
{
    std::set<std::string> known;
    for (const rules::Rule &rule : before.rules)
        known.insert(rule.name);
    std::vector<rules::Rule> fresh;
    for (const rules::Rule &rule : now.rules) {
        if (rule.unreadable.isNull() && known.count(rule.name) == 0)
            fresh.push_back(rule);
    }
    return fresh;
}

} // namespace

Studio::Studio(std::filesystem::path config_folder)
    : folder_(std::move(config_folder)),
      performer_(ui_, [this](rules::ActionId id) { pipeline_.ended(id); }),
      pipeline_(pipeline_callbacks(), folder_ / "state.json", log_line),
      dialog_(dialog_host(), ui_),
      controls_(controls()),
      announcer_(controls_, ui_),
      hotkeys_(controls_),
      rename_watch_([this](rules::Rename rename) {
          if (latest_renames_.put(std::move(rename)))
              ui_.post([] {}); // see below
      }),
      transition_watch_([this] { ui_.post([this] { transition_begun(); }); })
{
    // A script renames in its own thread: what was posted before it may find the new name already.
    ui_.before_each([this] { use_renames(); });
    // Now, and not when OBS has finished loading: OBS shows the docks that were open before then.
    dock_ = std::make_unique<dock::Dock>(controls_, ui_);
    auto read = settings::read_settings(settings_file(folder_));
    settings_ = std::move(read.settings);
    settings_problems_ = std::move(read.problems);
    log_problems(settings_problems_);

    dialog_.register_source();
    remote::declare_script_api();
    obs_frontend_add_event_callback(on_frontend_event, this);
    obs_frontend_add_save_callback(on_save, this);
    obs_frontend_add_tools_menu_item(
        obs_module_text("Menu.Tools"),
        [](void *self) { guarded("opening the dialog", [self] { static_cast<Studio *>(self)->dialog_.open(); }); },
        this);
}

Studio::~Studio()
{
    end();
}

void Studio::begin()
{
    // Only now: OBS starts no later for us, and an event finds the scenes that it is about.
    loaded_ = true;
    performer_.scene_changed();
    put_back_left_over();
    pipeline_.start();
    tell_surroundings();
    pipeline_.set_rules(rules_, generation_, collection_);
    hotkeys_.begin();
    hotkeys_.set_rules(rules_);
    log_rule_problems(); // of hotkeys, ours are there by now
    announcer_.begin();
    pipeline_.set_accounts(settings_.plain_accounts());
    dock_->begin();
}

void Studio::end()
{
    if (ended_)
        return;
    ended_ = true;
    const Instant begin = Instant::now();
    // Whatever fails: no thread is to be left when OBS takes the module away.
    const std::function<void()> steps[] = {
        [this] {
            if (dock_)
                dock_->end();
        },
        [this] { announcer_.end(); },
        [this] { hotkeys_.end(); },
        [this] { close_dialog(); },
        [this] {
            if (!save_problems_.empty())
                save_settings(); // there may be room by now
        },
        [this] { ui_.close(); },
        [this] { pipeline_.stop(); },
        [this] { performer_.end(); },
        [this] { rename_watch_.end(); },
        [this] { transition_watch_.end(); },
    };
    guarded_each("a step of the end", steps, [](const auto &step) { step(); });
    obs_frontend_remove_save_callback(on_save, this);
    obs_frontend_remove_event_callback(on_frontend_event, this);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Instant::now().steady - begin.steady);
    log_line(LogLevel::info, "ended within " + std::to_string(took.count()) + " ms");
}

Pipeline::Callbacks Studio::pipeline_callbacks()
{
    return {
        [this](rules::Batch batch, Pipeline::Basis basis) {
            ui_.post_in_turns([this, batch = std::move(batch), basis]() mutable { perform(std::move(batch), basis); });
        },
        [this] { return ui_.waiting() >= most_waiting; },
        [this](std::vector<gateway::Status> statuses) {
            if (latest_statuses_.put(std::move(statuses)))
                ui_.post_in_turns([this] { use_statuses(latest_statuses_.take()); });
        },
        [this](HistoryItem item) {
            if (latest_events_.put(std::move(item)))
                ui_.post_in_turns([this] { use_up(latest_events_, &Studio::use_events); });
        },
        [this](const std::vector<rules::Fired> &fired) {
            for (const rules::Fired &one : fired) {
                if (latest_fired_.put(one))
                    ui_.post_in_turns([this] { use_up(latest_fired_, &Studio::use_fired); });
            }
        },
        [this](Pipeline::Queues queues) {
            if (latest_queues_.put(std::move(queues)))
                ui_.post_in_turns([this] { use_queues(latest_queues_.take()); });
        },
    };
}

DialogHost Studio::dialog_host()
{
    return {
        [this] {
            return Draft{settings_, rules_};
        },
        [this](const Draft &draft) { commit(draft); },
        [this] { return !save_problems_.empty(); },
        [this] { return statuses_; },
        [this] { return pipeline_.summary(); },
        [this] {
            std::vector<Problem> all = settings_problems_;
            all.insert(all.end(), rules_problems_.begin(), rules_problems_.end());
            all.insert(all.end(), save_problems_.begin(), save_problems_.end());
            for (Problem &problem : pipeline_.file_problems())
                all.push_back(std::move(problem));
            return all;
        },
        [this](const rules::Rule &rule) { pipeline_.fire(rule, sample_for(rule)); },
        [this] { pipeline_.retry_now(); },
    };
}

Controls Studio::controls()
{
    return {
        pipeline_,
        [this]() -> const std::vector<gateway::Status> & { return statuses_; },
        [this]() -> const rules::RuleSet & { return rules_; },
        [this](const rules::Rule &rule) {
            std::vector<std::string> told;
            for (const Problem &problem : problems_of(rule, rules_, settings_))
                told.push_back(text(problem));
            return told;
        },
        [this](const std::function<bool(rules::RuleSet &)> &change) { change_rules(change); },
        [this]() -> const Pipeline::Queues & { return queues_; },
        [this](const std::string &rule, const std::string &account) { dialog_.open(rule, account); },
        [this](const std::string &rule) { dialog_.open(rule, {}, true); },
        [this] {
            std::vector<AccountName> names;
            for (const gateway::Account &account : settings_.plain_accounts())
                names.push_back({account.name, account.enabled});
            return names;
        },
    };
}

void Studio::change_rules(const std::function<bool(rules::RuleSet &)> &change)
{
    if (dialog_.editing()) {
        rules::RuleSet ahead = rules_;
        change(ahead);
        const auto fresh = added(rules_, ahead);
        dialog_.apply([&](Draft &draft) { return draft.change_rules(change, fresh); });
    }
    rules::RuleSet changed = rules_; // last: what `change` notes besides is of these
    if (!change(changed))
        return;
    use_rules(std::move(changed));
    obs_frontend_save();
}

/// What does not fit into a moment has to wait for another one: actions go before what is told of them.
template <typename Item>
void Studio::use_up(Inbox<Item> &inbox, void (Studio::*use)(const std::vector<Item> &))
{
    const auto end = Instant::now().steady + most_telling;
    do {
        const std::vector<Item> items = inbox.take(told_at_once);
        if (!items.empty())
            guarded("telling what happened", [&] { (this->*use)(items); }); // else nobody would take the rest
        if (items.size() < told_at_once)
            return;
    } while (Instant::now().steady < end);
    ui_.post_later([this, &inbox, use] { use_up(inbox, use); });
}

void Studio::use_events(const std::vector<HistoryItem> &items)
{
    announcer_.announce(items);
    if (dock_)
        dock_->events_came(items);
}

void Studio::use_fired(const std::vector<rules::Fired> &fired)
{
    announcer_.announce(fired);
    if (dock_)
        dock_->rules_fired(fired);
}

void Studio::use_queues(Pipeline::Queues queues)
{
    announcer_.announce(queues_, queues);
    queues_ = std::move(queues);
    if (dock_)
        dock_->queues_changed();
}

void Studio::on_frontend_event(obs_frontend_event event, void *self)
{
    guarded("what OBS told of", [event, self] { static_cast<Studio *>(self)->happened(event); });
}

void Studio::happened(obs_frontend_event event)
{
    switch (event) {
    case OBS_FRONTEND_EVENT_FINISHED_LOADING:
        begin();
        break;
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING:
        // The old collection is still whole, and saved right after this.
        close_dialog();
        performer_.put_everything_back();
        break;
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP:
        leave_collection();
        break;
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED:
        name_collection();
        performer_.scene_changed();
        put_back_left_over();
        log_rule_problems();
        tell_surroundings();
        break;
    case OBS_FRONTEND_EVENT_TRANSITION_STOPPED:
    case OBS_FRONTEND_EVENT_STUDIO_MODE_DISABLED:
        performer_.transition_ended();
        break;
    case OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN:
        // Comes before OBS closes all dialogs at exit, which would stop at a question about unsaved changes, and before
        // it takes away its sources.
        close_dialog();
        performer_.settle();
        break;
    case OBS_FRONTEND_EVENT_EXIT:
        end();
        break;
    case OBS_FRONTEND_EVENT_PROFILE_CHANGED:
        hotkeys_.profile_changed();
        break;
    case OBS_FRONTEND_EVENT_PREVIEW_SCENE_CHANGED: // the program's, too, without studio mode
    case OBS_FRONTEND_EVENT_SCENE_CHANGED:
        performer_.scene_changed();
        tell_surroundings();
        break;
    case OBS_FRONTEND_EVENT_STREAMING_STARTED:
    case OBS_FRONTEND_EVENT_STREAMING_STOPPED:
    case OBS_FRONTEND_EVENT_RECORDING_STARTED:
    case OBS_FRONTEND_EVENT_RECORDING_STOPPED:
        tell_surroundings();
        break;
    default:
        break;
    }
}

void Studio::close_dialog()
{
    guarded("closing the dialog", [this] { dialog_.close_and_keep(); });
}

void Studio::transition_begun()
{
    // A T-bar, of studio mode alone (OBS crashes when it is asked for it without), may be put back untold.
    if (!obs_frontend_preview_program_mode_active() || obs_frontend_get_tbar_position() == 0)
        tell_surroundings();
}

void Studio::tell_surroundings()
{
    if (!loaded_ || ended_)
        return;
    rules::Surroundings now{lookup::program_scene(), obs_frontend_streaming_active(), obs_frontend_recording_active()};
    if (now == surroundings_)
        return;
    surroundings_ = now;
    pipeline_.set_surroundings(std::move(now));
    if (dock_)
        dock_->surroundings_changed();
}

void Studio::on_save(obs_data_t *modules, bool saving, void *self)
{
    auto &studio = *static_cast<Studio *>(self);
    if (saving)
        guarded("saving the rules", [&] { studio.save_collection(modules); });
    else
        guarded("reading the rules", [&] {
            // Both in OBS's own folder.
            const auto folder = studio.folder_ / ".." / ".." / "basic" / "scenes";
            studio.enter_collection(read_collection(modules, current_collection(folder)));
        });
}

void Studio::save_collection(obs_data_t *modules)
{
    // What is being edited is saved too, as OBS does with a source's settings: an exit or a crash loses none of it.
    const Draft *draft = dialog_.editing();
    const bool changed = draft && !same_rules(draft->rules, rules_);
    if (!written_rules_ && !changed)
        written_rules_ = written(rules_);
    const OBSDataAutoRelease edited = changed ? written(draft->rules) : nullptr;
    write_collection(modules, changed ? edited : written_rules_, performer_.pending());
}

void Studio::leave_collection()
{
    performer_.clear();
    left_over_.clear();
    rules_problems_.clear();
    ++generation_;
    if (dock_)
        dock_->collection_left();
    use_rules({});
}

void Studio::enter_collection(CollectionData data)
{
    leave_collection();
    collection_ = lookup::collection();
    left_over_ = std::move(data.left_over);
    rules_problems_ = std::move(data.rules.problems);
    log_problems(rules_problems_);
    use_rules(std::move(data.rules.set));
    written_rules_ = std::move(data.unread);
}

/// Nothing is read of a collection that is new or a copy, so it was not entered.
void Studio::name_collection()
{
    std::string now = lookup::collection();
    if (now == collection_)
        return;
    collection_ = std::move(now);
    if (loaded_)
        pipeline_.set_rules(rules_, generation_, collection_);
}

void Studio::put_back_left_over()
{
    if (!loaded_)
        return;
    performer_.put_back(left_over_);
    left_over_.clear();
}

void Studio::log_rule_problems() const
{
    if (!loaded_)
        return;
    ProblemList findings;
    for (const rules::Rule &rule : rules_.rules) {
        for (const Problem &problem : problems_in_obs(rule, rules_, settings_))
            findings.add("Log.RuleProblem", {rule.name, text(problem)});
    }
    log_problems(findings.take("Problem.Rules.More"));
}

void Studio::use_rules(rules::RuleSet rules, bool accounts_changed)
{
    rules_ = std::move(rules);
    written_rules_ = nullptr;
    performer_.forget_reports();
    hotkeys_.set_rules(rules_);
    if (dock_)
        dock_->rules_changed();
    if (!loaded_)
        return;
    if (accounts_changed)
        pipeline_.set_accounts_and_rules(settings_.plain_accounts(), rules_, generation_, collection_);
    else
        pipeline_.set_rules(rules_, generation_, collection_);
}

void Studio::use_statuses(std::vector<gateway::Status> statuses)
{
    announcer_.announce(statuses_, statuses);
    statuses_ = std::move(statuses);
    if (dock_)
        dock_->statuses_changed();
    dialog_.status_changed();
}

void Studio::commit(const Draft &draft)
{
    const bool accounts_changed = settings_.plain_accounts() != draft.settings.plain_accounts();
    settings_ = draft.settings;
    if (accounts_changed || !save_problems_.empty())
        save_settings();
    rules_problems_.clear(); // told, and looked at
    OBSDataAutoRelease as_saved = same_rules(draft.rules, rules_) ? std::move(written_rules_) : nullptr;
    hotkeys_.rename(draft.renames.of(draft.rules));
    use_rules(draft.rules, accounts_changed);
    written_rules_ = std::move(as_saved);
    log_line(LogLevel::info, "what was edited is in force");
    obs_frontend_save();
}

void Studio::save_settings()
{
    save_problems_ = settings::write_settings(settings_file(folder_), settings_);
    log_problems(save_problems_);
    if (save_problems_.empty()) {
        settings_problems_.clear(); // the file is whole again, and the one that was not is kept beside it
        if (const auto problem = settings::too_many(settings_))
            settings_problems_.push_back(*problem);
    }
}

void Studio::perform(rules::Batch batch, Pipeline::Basis basis)
{
    if (basis.generation != generation_)
        return;
    while (!renames_.empty() && renames_.front().number <= basis.renames)
        renames_.pop_front();
    for (const Renamed &renamed : renames_)
        rules::rename(batch, renamed.rename);
    performer_.perform(batch);
}

void Studio::use_renames()
{
    for (auto some = latest_renames_.take(most_renames); !some.empty(); some = latest_renames_.take(most_renames)) {
        guarded_each("a rename", some, [this](const rules::Rename &rename) { renamed(rename); });
    }
}

void Studio::renamed(const rules::Rename &rename)
{
    renames_.push_back({++rename_count_, rename});
    if (renames_.size() > most_renames)
        renames_.pop_front();
    pipeline_.rename(rename);
    performer_.renamed(rename);
    dialog_.apply([&](Draft &draft) { return draft.rename(rename); });
    if (dock_)
        dock_->renamed(rename);
    tell_surroundings();
    rules::RuleSet changed = rules_;
    if (rules::rename(changed, rename))
        use_rules(std::move(changed));
}

} // namespace astro::studio
