// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/account_form.h"

#include "studio/form_values.h"
#include "studio/locale.h"
#include "studio/status_text.h"
#include "support/text.h"

#include <algorithm>

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

/// The known topics that are not subscribed to yet, after a line that asks to choose one.
std::vector<Choice> more_topics(const std::vector<std::string> &topics)
{
    std::vector<Choice> choices{{text("Account.AddTopic.Choose"), ""}};
    for (const std::string &topic : gateway::known_topics()) {
        if (std::find(topics.begin(), topics.end(), topic) == topics.end())
            choices.push_back({label_of_topic(topic), topic});
    }
    return choices;
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
    for (rules::Rule &rule : draft.rules.rules) {
        if (rule.account == account.name)
            rule.account = name;
    }
    account.name = name;
}

} // namespace

settings::StoredAccount *AccountForm::chosen(Draft &draft) const
{
    auto &accounts = draft.settings.accounts;
    return accounts.empty() ? nullptr : &accounts[std::min(chosen_, accounts.size() - 1)];
}

void AccountForm::show(FormBuilder &form, const Draft &draft, const std::vector<gateway::Status> &statuses,
                       const std::string &summary, const std::vector<Problem> &problems)
{
    const auto &accounts = draft.settings.accounts;
    chosen_ = accounts.empty() ? 0 : std::min(chosen_, accounts.size() - 1);
    const bool any = !accounts.empty();
    const bool several = accounts.size() > 1;
    const gateway::Account account = any ? accounts[chosen_].account : gateway::Account();

    form.enter_group("account", text("Account.Group"), true);
    const StatusText status = status_text(statuses, account.name);
    form.info("account.status", "Account.Status", true, FormBuilder::escape(status.line), status.type);
    form.info("account.details", "Account.Details", !status.details.empty(), html_lines(status.details));
    form.info("account.summary", "Account.Summary", !summary.empty(), FormBuilder::escape(summary));
    form.info("account.problems", "Account.Problems", !problems.empty(), html_problems(problems),
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
    form.lines("account.topics", "Account.Topics", open, account.topics);
    form.list("account.add_topic", "Account.AddTopic", open, more_topics(account.topics), "");

    form.toggle("account.more", "Account.More", open, more_);
    const bool more = open && more_;
    form.text("account.name", "Account.Name", more, account.name);
    form.text("account.url", "Account.Url", more, account.url);
    form.text("account.room", "Account.Room", more, account.room);
    form.file("account.ca_file", "Account.CaFile", more, account.ca_file, text("Account.CaFile.Filter"));
    form.text("account.proxy", "Account.Proxy", more, account.proxy);
    form.button("account.add", "Account.Add", more || !any);
    form.button("account.remove", "Account.Remove", more && several);
    form.leave();
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
        account.ca_file = value;
    else if (name == "account.token_type")
        account.token_type = gateway::token_type_from(value).value_or(account.token_type);
    else if (name == "account.enabled")
        account.enabled = obs_data_get_bool(fields, name.c_str());
    else if (name == "account.name") {
        const auto &all = draft.settings.accounts;
        const auto same = [&](const settings::StoredAccount &other) {
            return &other != stored && other.account.name == value;
        };
        // An account is known by its name: an empty or taken one waits until more is typed.
        if (!text::trim(value).empty() && std::none_of(all.begin(), all.end(), same))
            rename(draft, account, value);
    } else if (name == "account.topics") {
        account.topics = read_lines(fields, name);
        return true;
    } else if (name == "account.add_topic") {
        if (value.empty())
            return false;
        account.topics.push_back(value);
        return true;
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
