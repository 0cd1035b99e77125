// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/dialog.h"

#include "studio/guarded.h"
#include "studio/locale.h"
#include "studio/status_text.h"

#include <obs-frontend-api.h>
#include <obs-module.h>

#include <string_view>
#include <utility>

namespace astro::studio {
namespace {

constexpr const char *source_id = "obs_astro_dialog";
constexpr const char *draft_number = "draft";

/// The title that OBS's undo list would look a source up by: no source that a user names has it.
std::string unmistakable(const std::string &title)
{
    return title + "\u2060";
}

/// Whether the field holds a name by which others know what it is of: an account's, a rule's, a queue's.
bool is_name(std::string_view field)
{
    constexpr std::string_view member = ".name";
    return field.size() > member.size() && field.substr(field.size() - member.size()) == member;
}

} // namespace

Dialog::Dialog(DialogHost host, const UiThread &ui) : host_(std::move(host)), ui_(ui), rule_form_(host_.try_rule) {}

Dialog::~Dialog() = default;

void Dialog::register_source()
{
    obs_source_info info = {};
    info.id = source_id;
    info.type = OBS_SOURCE_TYPE_INPUT;
    info.output_flags = OBS_SOURCE_CAP_DISABLED; // not to be offered among the sources that a user can add
    info.type_data = this;
    info.get_name = [](void *) { return obs_module_text("Dialog.Title"); };
    info.create = [](obs_data_t *, obs_source_t *source) { return obs_source_get_type_data(source); };
    info.destroy = [](void *) {};
    info.get_defaults = [](obs_data_t *settings) {
        obs_data_set_default_int(settings, draft_number, DraftHistory::defaults);
    };
    info.get_properties = [](void *self) -> obs_properties_t * {
        if (!self)
            return nullptr; // asked for the type's fields, without a source
        obs_properties_t *form = nullptr;
        guarded("building the dialog", [&] { form = static_cast<Dialog *>(self)->build(); });
        return form;
    };
    info.update = [](void *, obs_data_t *) {};
    info.hide = on_hide;
    info.video_tick = on_tick;
    obs_register_source(&info);
}

void Dialog::open(const std::string &rule, const std::string &account, bool is_new)
{
    typing_.reset();
    if (source_ && obs_source_showing(source_)) {
        const bool other_rule = rule_form_.choose(draft().rules, draft().name_here(rule), is_new);
        if (account_form_.choose(draft().settings, account) || other_rule)
            reload();
        return;
    }
    if (source_)
        finish(); // it was closed a moment ago
    history_ = std::make_unique<DraftHistory>(host_.current());
    account_form_ = AccountForm();
    if (!rule.empty())
        account_form_.fold(); // what was asked for is to be seen without scrolling
    rule_form_ = RuleForm(host_.try_rule);
    const Draft &opened = history_->at(DraftHistory::opened);
    account_form_.choose(opened.settings, account);
    rule_form_.choose(opened.rules, rule, is_new);
    const OBSDataAutoRelease settings = obs_data_create();
    obs_data_set_int(settings, draft_number, DraftHistory::opened);
    title_ = unmistakable(text("Dialog.Title"));
    source_ = obs_source_create_private(source_id, title_.c_str(), settings);
    update_title();
    obs_frontend_open_source_properties(source_);
}

long long Dialog::number() const
{
    const OBSDataAutoRelease settings = obs_source_get_settings(source_);
    return obs_data_get_int(settings, draft_number);
}

const Draft &Dialog::draft() const
{
    return history_->at(number());
}

const Draft *Dialog::editing() const
{
    return source_ ? &history_->at(number()) : nullptr;
}

void Dialog::set_draft(Draft draft)
{
    const OBSDataAutoRelease settings = obs_source_get_settings(source_);
    obs_data_set_int(settings, draft_number, history_->add(std::move(draft)));
}

void Dialog::apply(const std::function<bool(Draft &)> &change)
{
    if (!source_)
        return;
    if (typing_)
        change(typing_->before);
    const std::string shown = rule_form_.shown_rule(draft().rules);
    const auto listed = listed_names(draft().rules);
    if (!history_->change_all(change))
        return;
    rule_form_.keep_shown(draft().rules, shown);
    const bool same_list = listed == listed_names(draft().rules); // it is chosen from by places
    shown_words_.clear();
    ui_.post_later([this, same_list] {
        if (source_)
            same_list && !rule_form_.outgrown(draft()) ? status_changed() : reload();
    });
}

obs_properties_t *Dialog::build()
{
    if (!source_)
        return nullptr;
    const OBSDataAutoRelease shown = obs_source_get_settings(source_);
    obs_properties_t *form = obs_properties_create();
    show(form, shown, true);
    shown_words_ = words_as_shown();
    return form;
}

void Dialog::show(obs_properties_t *form, obs_data_t *shown, bool build)
{
    FormBuilder builder(form, shown, build, {on_modified, on_clicked, this});
    const Draft &now = draft();
    account_form_.show(builder, now, {host_.statuses(), host_.summary(), host_.problems(), Instant::now()});
    rule_form_.show(builder, now, build);
}

bool Dialog::on_modified(void *self, obs_properties_t *form, obs_property_t *property, obs_data_t *fields)
{
    bool rebuild = false;
    guarded("an edit", [&] { rebuild = static_cast<Dialog *>(self)->modified(form, property, fields); });
    return rebuild;
}

bool Dialog::modified(obs_properties_t *form, obs_property_t *property, obs_data_t *fields)
{
    const std::string name = obs_property_name(property);
    // OBS also calls this for every property when it has built a form: then nobody has set anything.
    if (!source_ || !obs_data_has_user_value(fields, name.c_str()))
        return false;
    last_edit_ = std::chrono::steady_clock::now();
    Draft edited = before_edit(name);
    const bool in_account = account_form_.edit(edited, name, fields);
    const bool in_rules = !in_account && rule_form_.edit(edited, name, fields);
    obs_data_unset_user_value(fields, name.c_str());
    return take(std::move(edited), form, fields) && anew(in_account || in_rules);
}

Draft Dialog::before_edit(const std::string &field)
{
    if (!is_name(field))
        typing_.reset();
    else if (!typing_ || typing_->field != field || typing_->number != number())
        typing_ = Typing{field, draft(), number()};
    return typing_ ? typing_->before : draft();
}

bool Dialog::on_clicked(obs_properties_t *form, obs_property_t *property, void *self)
{
    bool rebuild = false;
    guarded("a click", [&] { rebuild = static_cast<Dialog *>(self)->clicked(form, property); });
    return rebuild;
}

bool Dialog::clicked(obs_properties_t *form, obs_property_t *property)
{
    if (!source_)
        return false;
    const std::string name = obs_property_name(property);
    if (name == "account.retry") {
        host_.retry_now();
        return false;
    }
    typing_.reset();
    Draft edited = draft();
    const bool known = account_form_.click(edited, name) || rule_form_.click(edited, name);
    const OBSDataAutoRelease fields = obs_source_get_settings(source_);
    return take(std::move(edited), form, fields) && anew(known);
}

/// @return `shown`: whether OBS makes new widgets, with the words of now.
bool Dialog::anew(bool shown)
{
    if (shown)
        shown_words_ = words_as_shown();
    return shown;
}

/// @return false when the form as it is can't show the draft: a new one is on its way.
bool Dialog::take(Draft edited, obs_properties_t *form, obs_data_t *fields)
{
    set_draft(std::move(edited));
    if (typing_)
        typing_->number = number();
    if (rule_form_.outgrown(draft())) {
        ui_.post_later([this] { reload(); });
        return false;
    }
    show(form, fields, false);
    return true;
}

void Dialog::on_hide(void *self)
{
    auto &dialog = *static_cast<Dialog *>(self);
    dialog.ui_.post([&dialog] {
        // It may have been opened again in the meantime.
        if (dialog.source_ && !obs_source_showing(dialog.source_))
            dialog.finish();
    });
}

void Dialog::finish()
{
    const Draft closed_with = draft();
    const bool changed = number() != DraftHistory::opened;
    source_ = nullptr;
    history_.reset();
    typing_.reset();
    if (changed || host_.unsaved())
        host_.commit(closed_with);
}

void Dialog::close_and_keep()
{
    if (!source_)
        return;
    const Draft kept = draft();
    const bool changed = number() != DraftHistory::opened;
    {
        // As at opening, so that OBS closes the window without asking about changes: they are kept.
        const OBSDataAutoRelease settings = obs_source_get_settings(source_);
        obs_data_set_int(settings, draft_number, DraftHistory::opened);
    }
    const OBSSourceAutoRelease closing = std::move(source_);
    obs_source_remove(closing);
    history_.reset();
    typing_.reset();
    if (changed)
        host_.commit(kept);
}

void Dialog::on_tick(void *self, float passed)
{
    auto &dialog = *static_cast<Dialog *>(self);
    dialog.since_second_ += passed;
    if (dialog.since_second_ < 1)
        return;
    dialog.since_second_ = 0;
    dialog.ui_.post([&dialog] { dialog.every_second(); });
}

void Dialog::every_second()
{
    if (!source_)
        return;
    update_title();
    status_changed(); // some of its words change with time alone
}

std::string Dialog::words_as_shown() const
{
    const auto statuses = host_.statuses();
    const Instant now = Instant::now();
    std::string shown;
    for (const gateway::Status &status : statuses) {
        const StatusText told = status_text(statuses, status.account, now, texts());
        shown += status.account + '\n' + told.line + '\n';
        for (const std::string &detail : told.details)
            shown += detail + '\n';
    }
    return shown + rule_form_.problems(draft());
}

void Dialog::status_changed()
{
    // Other words mean new widgets, and those take away the focus and any list that is open: not while somebody types.
    constexpr auto typing_pause = std::chrono::seconds(3);
    if (!source_ || std::chrono::steady_clock::now() - last_edit_ < typing_pause)
        return;
    if (shown_words_ != words_as_shown())
        reload();
}

void Dialog::reload()
{
    if (source_)
        obs_source_update_properties(source_);
}

void Dialog::update_title()
{
    const auto statuses = host_.statuses();
    const Instant now = Instant::now();
    std::string brief;
    for (const gateway::Status &status : statuses) {
        const std::string one = status_text(statuses, status.account, now, texts()).brief;
        brief += (brief.empty() ? "" : ", ") + (statuses.size() > 1 ? status.account + ": " + one : one);
    }
    const std::string title =
        unmistakable(brief.empty() ? text("Dialog.Title") : text("Dialog.TitleWithStatus", {brief}));
    if (title == title_)
        return;
    title_ = title;
    // A source's name is its window's title, and the one thing in it that changes without new widgets.
    obs_source_set_name(source_, title.c_str());
}

} // namespace astro::studio
