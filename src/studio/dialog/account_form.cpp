// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/account_form.h"

#include "studio/dialog/form_values.h"
#include "studio/locale.h"
#include "studio/status_text.h"
#include "support/text.h"

#include <algorithm>
#include <string_view>

namespace astro::studio {
namespace {

std::vector<Choice> token_types()
{
    std::vector<Choice> choices;
    for (const auto type : {gateway::TokenType::jwt, gateway::TokenType::apikey, gateway::TokenType::oauth2}) {
        const std::string word(gateway::to_word(type));
        choices.push_back({text(("TokenType." + word).c_str()), word});
    }
    return choices;
}

obs_text_info_type in_obs(Tone tone)
{
    switch (tone) {
    case Tone::normal:
        return OBS_TEXT_INFO_NORMAL;
    case Tone::warning:
        return OBS_TEXT_INFO_WARNING;
    case Tone::error:
        return OBS_TEXT_INFO_ERROR;
    }
    return OBS_TEXT_INFO_NORMAL;
}

constexpr std::string_view topic_prefix = "account.topic.";
/// Those that have a check mark from the beginning: what most streams are about.
constexpr std::size_t always_offered = 4;

bool contains(const std::vector<std::string> &all, const std::string &one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// The known topics that are not offered yet, after a line that asks to choose one.
std::vector<Choice> more_topics(const std::set<std::string> &offered)
{
    std::vector<Choice> choices{{text("Account.AddTopic.Choose"), ""}};
    for (const std::string &topic : gateway::known_topics()) {
        if (offered.count(topic) == 0)
            choices.push_back({label_of_topic(topic), topic});
    }
    return choices;
}

/// Those that were typed, as the field for them has it.
std::string typed_topics(const std::vector<std::string> &topics)
{
    std::string typed;
    for (const std::string &topic : topics) {
        if (!contains(gateway::known_topics(), topic))
            typed += (typed.empty() ? "" : ", ") + topic;
    }
    return typed;
}

void set_typed_topics(std::vector<std::string> &topics, std::string_view typed)
{
    topics.erase(std::remove_if(topics.begin(), topics.end(),
                                [](const std::string &topic) { return !contains(gateway::known_topics(), topic); }),
                 topics.end());
    while (!typed.empty()) {
        const std::size_t end = typed.find(',');
        const std::string topic(text::trim(typed.substr(0, end)));
        if (!topic.empty() && !contains(topics, topic))
            topics.push_back(topic);
        typed.remove_prefix(end == std::string_view::npos ? typed.size() : end + 1);
    }
}

std::vector<Choice> account_names(const std::vector<settings::StoredAccount> &accounts)
{
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < accounts.size(); ++i)
        choices.push_back({accounts[i].account.name, std::to_string(i)});
    return choices;
}

std::string free_name(const std::vector<settings::StoredAccount> &accounts)
{
    for (std::size_t number = accounts.size() + 1;; ++number) {
        std::string name = text("Account.NewName", {std::to_string(number)});
        const bool taken = std::any_of(accounts.begin(), accounts.end(),
                                       [&](const settings::StoredAccount &a) { return a.account.name == name; });
        if (!taken)
            return name;
    }
}

/// The rules of this collection go along.
void rename(Draft &draft, gateway::Account &account, const std::string &name)
{
    draft.rename(rules::Rename::of_our(rules::Rename::Of::account, account.name, name));
    account.name = name;
}

} // namespace

settings::StoredAccount *AccountForm::chosen(Draft &draft) const
{
    auto &accounts = draft.settings.accounts;
    return accounts.empty() ? nullptr : &accounts[std::min(chosen_, accounts.size() - 1)];
}

bool AccountForm::choose(const settings::Settings &settings, const std::string &name)
{
    for (std::size_t i = 0; i < settings.accounts.size(); ++i) {
        if (settings.accounts[i].account.name == name) {
            chosen_ = i;
            open_ = true;
            return true;
        }
    }
    return false;
}

void AccountForm::show(FormBuilder &form, const Draft &draft, const Standing &standing)
{
    const auto &accounts = draft.settings.accounts;
    chosen_ = accounts.empty() ? 0 : std::min(chosen_, accounts.size() - 1);
    const bool any = !accounts.empty();
    const bool several = accounts.size() > 1;
    const gateway::Account account = any ? accounts[chosen_].account : gateway::Account();

    form.enter_group("account", text("Account.Group"), true);
    const StatusText status = status_text(standing.statuses, account.name, standing.now, texts());
    form.info("account.status", "Account.Status", true, FormBuilder::escape(status.line), in_obs(status.tone));
    form.info("account.details", "Account.Details", !status.details.empty(), html_lines(status.details));
    const std::string latest = latest_text(standing.summary, texts());
    form.info("account.latest", "Account.Latest", !latest.empty(), FormBuilder::escape(latest));
    const auto counts = counts_text(standing.statuses, standing.summary, texts());
    form.info("account.counts", "Account.Counts", !counts.empty(), html_lines(counts));
    form.info("account.problems", "Account.Problems", !standing.problems.empty(), html_problems(standing.problems),
              OBS_TEXT_INFO_WARNING);
    form.button("account.retry", "Account.Retry", status.can_retry);

    if (!open_)
        open_ = !status.fine;
    form.toggle("account.open", "Account.Open", any, *open_);
    const bool open = any && *open_;
    form.list("account.chosen", "Account.Chosen", open && several, account_names(accounts), std::to_string(chosen_));
    form.toggle("account.enabled", "Account.Enabled", open, account.enabled);
    form.text("account.token", "Account.Token", open, account.token.reveal(), OBS_TEXT_PASSWORD);
    form.list("account.token_type", "Account.TokenType", open, token_types(),
              std::string(gateway::to_word(account.token_type)));
    show_topics(form, account, open);

    form.toggle("account.more", "Account.More", open, more_);
    const bool more = open && more_;
    form.text("account.name", "Account.Name", more, account.name);
    form.text("account.url", "Account.Url", more, account.url);
    form.text("account.room", "Account.Room", more, account.room);
    form.text("account.ca_file", "Account.CaFile", more, account.ca_file);
    // Always: it may have a password in it before anybody can know.
    form.text("account.proxy", "Account.Proxy", more, account.proxy, OBS_TEXT_PASSWORD);
    form.button("account.add", "Account.Add", (more && accounts.size() < gateway::most_accounts) || !any);
    form.button("account.remove", "Account.Remove", more && several);
    form.leave();
}

/// Each known topic has a check mark, most of them hidden until somebody asks for them.
void AccountForm::show_topics(FormBuilder &form, const gateway::Account &account, bool open)
{
    const auto &known = gateway::known_topics();
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i < always_offered || contains(account.topics, known[i]))
            offered_.insert(known[i]);
    }
    form.enter_group("account.topics", text("Account.Topics"), open);
    for (const std::string &topic : known) {
        form.option(std::string(topic_prefix) + topic, label_of_topic(topic), open && offered_.count(topic) > 0,
                    contains(account.topics, topic));
    }
    form.list("account.add_topic", "Account.AddTopic", open, more_topics(offered_), "");
    form.text("account.typed_topics", "Account.TypedTopics", open, typed_topics(account.topics));
    form.leave();
}

/// @return true when `name` was a field of show_topics().
bool AccountForm::edit_topics(gateway::Account &account, const std::string &name, obs_data_t *fields)
{
    const std::string value = obs_data_get_string(fields, name.c_str());
    auto &topics = account.topics;
    if (name == "account.typed_topics") {
        set_typed_topics(topics, value);
    } else if (name == "account.add_topic") {
        if (!value.empty() && !contains(topics, value))
            topics.push_back(value);
    } else if (name.compare(0, topic_prefix.size(), topic_prefix) == 0) {
        const std::string topic = name.substr(topic_prefix.size());
        topics.erase(std::remove(topics.begin(), topics.end(), topic), topics.end());
        if (obs_data_get_bool(fields, name.c_str()))
            topics.push_back(topic);
    } else {
        return false;
    }
    return true;
}

bool AccountForm::edit(Draft &draft, const std::string &name, obs_data_t *fields)
{
    settings::StoredAccount *stored = chosen(draft);
    if (!stored)
        return false;
    gateway::Account &account = stored->account;
    const std::string value = obs_data_get_string(fields, name.c_str());

    if (name == "account.token")
        account.token = Secret(text::clean_token(value));
    else if (name == "account.url")
        account.url = text::trim(value);
    else if (name == "account.room")
        account.room = text::trim(value);
    else if (name == "account.proxy")
        account.proxy = text::trim(value);
    else if (name == "account.ca_file")
        account.ca_file = text::trim(value);
    else if (name == "account.token_type")
        account.token_type = gateway::token_type_from(value).value_or(account.token_type);
    else if (name == "account.enabled")
        account.enabled = obs_data_get_bool(fields, name.c_str());
    else if (name == "account.name") {
        const std::string wanted(text::trim(value));
        const auto &all = draft.settings.accounts;
        const auto same = [&](const settings::StoredAccount &other) {
            return &other != stored && other.account.name == wanted;
        };
        // An account is known by its name: an empty or taken one waits until more is typed.
        if (!wanted.empty() && std::none_of(all.begin(), all.end(), same))
            rename(draft, account, wanted);
    } else if (edit_topics(account, name, fields)) {
        return name == "account.add_topic"; // the others show by themselves what was done
    } else if (name == "account.chosen") {
        chosen_ = read_index(value);
        return true;
    } else if (name == "account.open") {
        open_ = obs_data_get_bool(fields, name.c_str());
        return true;
    } else if (name == "account.more") {
        more_ = obs_data_get_bool(fields, name.c_str());
        return true;
    }
    return false;
}

bool AccountForm::click(Draft &draft, const std::string &name)
{
    auto &accounts = draft.settings.accounts;
    if (name == "account.add") {
        settings::StoredAccount added;
        added.account.name = free_name(accounts);
        accounts.push_back(std::move(added));
        chosen_ = accounts.size() - 1;
        return true;
    }
    if (name == "account.remove" && chosen_ < accounts.size()) {
        accounts.erase(accounts.begin() + static_cast<std::ptrdiff_t>(chosen_));
        return true;
    }
    return false;
}

} // namespace astro::studio
