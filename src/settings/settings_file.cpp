// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/settings_file.h"

#include "settings/atomic_file.h"
#include "settings/private_file.h"
#include "settings/put_aside.h"
#include "support/json.h"
#include "support/object_reader.h"
#include "support/problem_list.h"
#include "support/read_whole.h"
#include "support/system.h"
#include "support/text.h"
#include "support/unique_names.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

constexpr int current_version = 1;
constexpr std::size_t longest_file = 1 << 20;
constexpr const char *unreadable_accounts = "unreadable_accounts";

const Json::Value no_elements{Json::arrayValue};
const std::string name_stem = "Account";

/// That a file was no use, and what became of it.
Problem damaged(const fs::path &file, const std::string &why, const PutAside &aside)
{
    const std::string shown = file.filename().u8string();
    if (aside.to.empty())
        return {"Problem.Settings.DamagedNotKept", {shown, why, aside.why_not}};
    return {"Problem.Settings.Damaged", {shown, why, aside.to.filename().u8string()}};
}

/// Overwrites comments with spaces, so that places in the document stay what they were.
std::string without_comments(std::string document)
{
    constexpr auto npos = std::string::npos;
    const auto blank = [&document](std::size_t from, std::size_t to) {
        for (; from < to; ++from)
            if (document[from] != '\n')
                document[from] = ' ';
    };
    bool in_string = false;
    for (std::size_t i = 0; i < document.size(); ++i) {
        const std::string_view two = std::string_view(document).substr(i, 2);
        if (in_string && document[i] == '\\') {
            ++i;
        } else if (document[i] == '"') {
            in_string = !in_string;
        } else if (!in_string && two == "//") {
            blank(i, std::min(document.find('\n', i), document.size()));
        } else if (!in_string && two == "/*") {
            const auto end = document.find("*/", i + 2);
            blank(i, end == npos ? document.size() : end + 2);
        }
    }
    return document;
}

/// As people and Windows' editors write it.
std::optional<Json::Value> parse_leniently(std::string document, std::string &why)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (document.compare(0, byte_order_mark.size(), byte_order_mark) == 0)
        document.erase(0, byte_order_mark.size());
    if (text::trim(document).empty()) {
        why = "it is empty";
        return std::nullopt;
    }
    auto root = json::parse(without_comments(std::move(document)), why);
    if (root && !root->isObject()) {
        why = "it is not a JSON object";
        return std::nullopt;
    }
    return root;
}

/// A single text will do for a list of one.
std::optional<std::vector<std::string>> read_topics(json::ObjectReader &members)
{
    const auto value = members.take("topics");
    if (!value)
        return std::nullopt;
    if (!value->isArray() && !value->isString()) {
        members.refuse("topics", *value);
        return std::nullopt;
    }
    Json::Value list = *value;
    if (value->isString()) {
        list = Json::Value(Json::arrayValue);
        list.append(*value);
    }
    std::vector<std::string> topics;
    std::set<std::string> known; // a file edited by hand may have any number, and OBS waits for it
    for (const auto &element : list) {
        const auto scalar = json::scalar_text(element);
        if (!scalar && !element.isNull()) { // another version may write more than a name
            members.refuse("topics", *value);
            return std::nullopt;
        }
        const std::string topic{text::trim(scalar.value_or(""))};
        if (!topic.empty() && known.insert(topic).second)
            topics.push_back(topic);
    }
    return topics;
}

/// The word itself goes into no problem: people paste tokens into the wrong place.
gateway::TokenType read_token_type(json::ObjectReader &members, const std::string &account, ProblemList &problems)
{
    const gateway::TokenType fallback = gateway::Account().token_type;
    const auto word = members.take("token_type");
    if (!word)
        return fallback;
    if (word->isString())
        if (const auto type = gateway::token_type_from(text::trim(word->asString())))
            return *type;
    members.refuse("token_type", *word);
    problems.add("Problem.Settings.UnknownTokenType", {account});
    return fallback;
}

StoredAccount read_account(const Json::Value &element, const std::string &name, ProblemList &problems)
{
    StoredAccount stored;
    gateway::Account &account = stored.account;
    json::ObjectReader members(element);
    members.text("name");
    account.name = name;
    account.enabled = members.flag("enabled", account.enabled);
    account.url = text::trim(members.text("url", account.url));
    if (account.url.empty())
        account.url = gateway::default_url;
    account.token = Secret(text::clean_token(members.text("token")));
    account.room = text::trim(members.text("room"));
    account.topics = read_topics(members).value_or(account.topics);
    account.ca_file = members.text("ca_file");
    account.proxy = text::trim(members.text("proxy"));
    for (const auto &member : members.unreadable())
        problems.add("Problem.Settings.WrongType", {name, member});
    account.token_type = read_token_type(members, name, problems);
    stored.extra = members.rest();
    return stored;
}

Json::Value write_account(const StoredAccount &stored)
{
    const gateway::Account fallback;
    const gateway::Account &account = stored.account;
    const auto as_array = [](const std::vector<std::string> &topics) {
        Json::Value array(Json::arrayValue);
        for (const auto &topic : topics)
            array.append(topic);
        return array;
    };
    const auto as_text = [](std::string_view word) { return Json::Value(std::string(word)); };

    Json::Value object = stored.extra;
    object["name"] = account.name;
    json::put(object, "enabled", account.enabled, fallback.enabled);
    json::put(object, "url", account.url, fallback.url);
    json::put(object, "token", account.token.reveal(), "");
    json::put(object, "token_type", as_text(to_word(account.token_type)), as_text(to_word(fallback.token_type)));
    json::put(object, "room", account.room, fallback.room);
    json::put(object, "topics", as_array(account.topics), as_array(fallback.topics));
    json::put(object, "ca_file", account.ca_file, fallback.ca_file);
    json::put(object, "proxy", account.proxy, fallback.proxy);
    return object;
}

Json::Value write_accounts(const Settings &settings)
{
    Json::Value array(Json::arrayValue);
    for (const auto &stored : settings.accounts)
        array.append(write_account(stored));
    for (const auto &element : settings.left_out)
        array.append(element);
    return array;
}

void read_accounts(const Json::Value &elements, Settings &settings, ProblemList &problems)
{
    std::vector<const Json::Value *> used;
    std::vector<std::string> wanted;
    for (const auto &element : elements) {
        if (!element.isObject())
            continue;
        if (used.size() == gateway::most_accounts) {
            settings.left_out.append(element);
            continue;
        }
        used.push_back(&element);
        wanted.emplace_back(text::trim(json::ObjectReader(element).text("name")));
    }
    if (const auto problem = too_many(settings))
        problems.add(*problem);
    const auto names = unique_names(wanted, name_stem);
    for (std::size_t i = 0; i < used.size(); ++i)
        settings.accounts.push_back(read_account(*used[i], names[i], problems));
}

/// Keeps the elements that are no accounts; more may be there from before.
void keep_unreadable(const Json::Value &elements, Json::Value &extra, ProblemList &problems)
{
    for (Json::ArrayIndex i = 0; i < elements.size(); ++i) {
        if (elements[i].isObject())
            continue;
        problems.add("Problem.Settings.NotAnAccount", {std::to_string(i + 1)});
        Json::Value &kept = extra[unreadable_accounts];
        if (!kept.isArray())
            kept = no_elements;
        kept.append(elements[i]);
    }
}

ReadSettings read_root(const Json::Value &root)
{
    ReadSettings read;
    ProblemList problems;
    json::ObjectReader members(root);
    const auto version = members.take("version");
    const auto elements = members.array("accounts");
    for (const auto &member : members.unreadable())
        problems.add("Problem.Settings.DocumentWrongType", {member});

    read.settings.extra = members.rest();
    const auto number = version ? json::scalar_text(*version).value_or("?") : std::to_string(current_version);
    if (number != std::to_string(current_version)) {
        problems.add("Problem.Settings.OtherVersion", {number});
        read.settings.extra["version"] = *version;
    }
    if (elements) {
        read_accounts(*elements, read.settings, problems);
        keep_unreadable(*elements, read.settings.extra, problems);
    } else {
        read.settings.accounts = Settings::defaults().accounts;
    }
    read.problems = problems.take("Problem.Settings.More");
    return read;
}

ReadSettings defaults_with(std::vector<Problem> problems)
{
    return {Settings::defaults(), std::move(problems)};
}

bool is_too_long(const fs::path &file)
{
    std::string why;
    const auto beginning = system::read_regular(file, longest_file + 1, why);
    return beginning && beginning->size() > longest_file;
}

} // namespace

Settings Settings::defaults()
{
    Settings settings;
    StoredAccount stored;
    stored.account.name = unique_names({""}, name_stem).front();
    settings.accounts.push_back(std::move(stored));
    return settings;
}

std::vector<gateway::Account> Settings::plain_accounts() const
{
    std::vector<gateway::Account> plain;
    for (const auto &stored : accounts)
        plain.push_back(stored.account);
    return plain;
}

std::optional<Problem> too_many(const Settings &settings)
{
    if (settings.left_out.empty())
        return std::nullopt;
    return Problem{"Problem.Settings.TooManyAccounts",
                   {std::to_string(gateway::most_accounts), std::to_string(settings.left_out.size())}};
}

ReadSettings read_settings(const fs::path &file)
{
    remove_leftovers(file);
    std::string why;
    auto document = read_whole(file, longest_file, why);
    if (!document && why.empty())
        return defaults_with({});
    if (!document && is_too_long(file))
        return defaults_with({damaged(file, why, put_aside(file))});
    if (!document)
        return defaults_with({{"Problem.Settings.Unreadable", {file.u8string(), why}}});
    const auto root = parse_leniently(std::move(*document), why);
    if (!root)
        return defaults_with({damaged(file, why, put_aside(file))});
    make_private(file); // an editor may have written it for all to read
    return read_root(*root);
}

std::vector<Problem> write_settings(const fs::path &file, const Settings &settings)
{
    Json::Value root = settings.extra;
    json::put(root, "version", current_version, current_version);
    json::put(root, "accounts", write_accounts(settings), write_accounts(Settings::defaults()));
    const std::string document = json::write_pretty(root);
    if (document.size() > longest_file)
        return {{"Problem.Settings.TooLong", {std::to_string(longest_file / 1024)}}};

    std::string why;
    PutAside aside;
    if (!read_whole(file, longest_file, why) && !why.empty()) {
        aside = put_aside(file);
        if (aside.to.empty())
            return {damaged(file, why, aside)};
    }
    why = write_atomically(file, document);
    if (why.empty())
        return {};
    if (!aside.to.empty())
        replace(aside.to, aside.from); // without any file the next start would say nothing
    return {{"Problem.Settings.NotSaved", {file.u8string(), why}}};
}

} // namespace astro::settings
