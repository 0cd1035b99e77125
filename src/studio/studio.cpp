// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/studio.h"

#include "events/event.h"
#include "studio/guarded.h"
#include "studio/locale.h"
#include "studio/rule_check.h"
#include "support/findings.h"

#include <obs-module.h>

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

/// @return true when a scene or source of that name was named.
bool rename_in(rules::RuleSet &set, const std::string &from, const std::string &to)
{
    bool changed = false;
    for (rules::Rule &rule : set.rules) {
        for (rules::Action &action : rule.actions)
            changed |= rules::rename(action, from, to);
    }
    return changed;
}

/// Tasks on their way to the UI thread: more than this many, and it hangs or is flooded.
constexpr std::size_t most_waiting = 1000;

/// That a batch may not have heard of: more than come while one waits.
constexpr std::size_t most_renames = 1000;

/// The event that "Try this rule" is done with.
events::Event sample_for(const rules::Rule &rule)
{
    using rules::topic_prefix;
    if (rule.event.compare(0, topic_prefix.size(), topic_prefix) == 0)
        return events::sample(events::Kind::other, rule.event.substr(topic_prefix.size()));
    return events::sample(events::kind_from(rule.event).value_or(events::Kind::follow));
}

} // namespace

Studio::Studio(std::filesystem::path config_folder)
    : folder_(std::move(config_folder)),
      performer_(ui_),
      pipeline_(pipeline_callbacks(), folder_ / "state.json", log_line),
      dialog_(dialog_host(), ui_)
{
    auto read = settings::read_settings(settings_file(folder_));
    settings_ = std::move(read.settings);
    settings_problems_ = std::move(read.problems);
    log_problems(settings_problems_);

    dialog_.register_source();
    obs_frontend_add_event_callback(on_frontend_event, this);
    obs_frontend_add_save_callback(on_save, this);
    signal_handler_connect(obs_get_signal_handler(), "source_rename", on_rename, this);
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
    put_back_left_over();
    pipeline_.start();
    pipeline_.set_accounts(settings_.plain_accounts());
    pipeline_.set_rules(rules_, generation_);
}

void Studio::end()
{
    if (ended_)
        return;
    ended_ = true;
    const Instant begin = Instant::now();
    dialog_.close_and_keep();
    if (!save_problems_.empty())
        save_settings(); // there may be room by now
    ui_.close();
    pipeline_.stop();
    performer_.end();
    signal_handler_disconnect(obs_get_signal_handler(), "source_rename", on_rename, this);
    obs_frontend_remove_save_callback(on_save, this);
    obs_frontend_remove_event_callback(on_frontend_event, this);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Instant::now().steady - begin.steady);
    log_line(LogLevel::info, "ended within " + std::to_string(took.count()) + " ms");
}

Pipeline::Callbacks Studio::pipeline_callbacks()
{
    return {
        [this](rules::Batch batch, Pipeline::Basis basis) {
            ui_.post([this, batch = std::move(batch), basis]() mutable { perform(std::move(batch), basis); });
        },
        [this] { return ui_.waiting() >= most_waiting; },
        [this](std::vector<gateway::Status> statuses) {
            if (latest_statuses_.put(std::move(statuses)))
                ui_.post([this] { use_statuses(latest_statuses_.take()); });
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
            return all;
        },
        [this](const rules::Rule &rule) { pipeline_.fire(rule, sample_for(rule)); },
        [this] { pipeline_.retry_now(); },
    };
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
        dialog_.close_and_keep();
        performer_.put_everything_back();
        break;
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP:
        leave_collection();
        break;
    case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED:
        put_back_left_over();
        break;
    case OBS_FRONTEND_EVENT_TRANSITION_STOPPED:
    case OBS_FRONTEND_EVENT_STUDIO_MODE_DISABLED:
        performer_.transition_ended();
        break;
    case OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN:
        // Comes before OBS closes all dialogs at exit, which would stop at a question about unsaved changes.
        dialog_.close_and_keep();
        break;
    case OBS_FRONTEND_EVENT_EXIT:
        end();
        break;
    default:
        break;
    }
}

void Studio::on_save(obs_data_t *modules, bool saving, void *self)
{
    auto &studio = *static_cast<Studio *>(self);
    if (saving)
        guarded("saving the rules", [&] { studio.save_collection(modules); });
    else
        guarded("reading the rules", [&] { studio.enter_collection(read_collection(modules)); });
}

void Studio::save_collection(obs_data_t *modules) const
{
    // What is being edited is saved too, as OBS does with a source's settings: an exit or a crash loses none of it.
    const Draft *draft = dialog_.editing();
    write_collection(modules, draft ? draft->rules : rules_, performer_.pending());
}

void Studio::leave_collection()
{
    performer_.clear();
    left_over_.clear();
    rules_problems_.clear();
    ++generation_;
    use_rules({});
}

void Studio::enter_collection(CollectionData data)
{
    leave_collection();
    left_over_ = std::move(data.left_over);
    rules_problems_ = std::move(data.rules.problems);
    log_problems(rules_problems_);
    use_rules(std::move(data.rules.set));
}

void Studio::put_back_left_over()
{
    if (!loaded_)
        return;
    performer_.put_back(left_over_);
    left_over_.clear();
    Findings findings;
    for (const rules::Rule &rule : rules_.rules) {
        for (const Problem &problem : problems_in_obs(rule, settings_))
            findings.add("Log.RuleProblem", {rule.name, text(problem)});
    }
    log_problems(findings.take("Problem.Rules.More"));
}

void Studio::use_rules(rules::RuleSet rules)
{
    rules_ = std::move(rules);
    performer_.forget_reports();
    if (loaded_)
        pipeline_.set_rules(rules_, generation_);
}

void Studio::use_statuses(std::vector<gateway::Status> statuses)
{
    statuses_ = std::move(statuses);
    dialog_.status_changed();
}

void Studio::commit(const Draft &draft)
{
    const bool accounts_changed = settings_.plain_accounts() != draft.settings.plain_accounts();
    settings_ = draft.settings;
    if (accounts_changed || !save_problems_.empty())
        save_settings();
    if (accounts_changed)
        pipeline_.set_accounts(settings_.plain_accounts());
    rules_problems_.clear(); // told, and looked at
    use_rules(draft.rules);
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

void Studio::on_rename(void *self, calldata_t *data)
{
    auto &studio = *static_cast<Studio *>(self);
    const char *from = calldata_string(data, "prev_name");
    const char *to = calldata_string(data, "new_name");
    if (!from || !to)
        return;
    guarded("a rename", [&] {
        studio.ui_.post([&studio, from = std::string(from), to = std::string(to)] { studio.renamed(from, to); });
    });
}

void Studio::perform(rules::Batch batch, Pipeline::Basis basis)
{
    if (basis.generation != generation_)
        return;
    while (!renames_.empty() && renames_.front().number <= basis.renames)
        renames_.pop_front();
    for (const Rename &rename : renames_)
        rules::rename(batch, rename.from, rename.to);
    performer_.perform(batch);
}

void Studio::renamed(const std::string &from, const std::string &to)
{
    renames_.push_back({++rename_count_, from, to});
    if (renames_.size() > most_renames)
        renames_.pop_front();
    pipeline_.rename(from, to);
    performer_.renamed(from, to);
    dialog_.apply([&](Draft &draft) { return rename_in(draft.rules, from, to); });
    rules::RuleSet changed = rules_;
    if (rename_in(changed, from, to))
        use_rules(std::move(changed));
}

} // namespace astro::studio
