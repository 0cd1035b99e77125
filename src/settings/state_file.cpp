// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/state_file.h"

#include "settings/atomic_file.h"
#include "settings/put_aside.h"
#include "support/json.h"
#include "support/object_reader.h"
#include "support/read_whole.h"

#include <cstddef>
#include <optional>
#include <utility>

namespace astro::settings {
namespace {

/// More than it can become: session values have 512 KiB and are written on one line, and of counters and their names
/// there are so many, and so long, at the most (rules::KeptValues).
constexpr json::Limits limits{8 << 20, 128};
constexpr double largest_counter = 1e15;
// Whole numbers beyond this are not exact where JSON is read as doubles.
constexpr std::int64_t largest = std::int64_t{1} << 53;

/// What was counted is in it, and may be mended by hand.
void keep_unreadable(const std::filesystem::path &file, const std::string &why, const Log &log)
{
    const PutAside aside = put_aside(file);
    const std::string became =
        aside.to.empty() ? "can't be kept: " + aside.why_not : "is kept as " + aside.to.filename().u8string();
    if (log)
        log(LogLevel::warning, file.filename().u8string() + " can't be read (" + why + ") and " + became);
}

} // namespace

void State::note(const events::Event &event, std::chrono::system_clock::time_point at)
{
    if (event.kind == events::Kind::other)
        return;
    const std::string word{to_word(event.kind)};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch());
    latest[word] = {event.shown("user"), event.shown("amount"), seconds.count()};
    ++counts[word];
}

State read_state(const std::filesystem::path &file, const Log &log)
{
    State state;
    std::string why;
    const auto document = read_whole(file, limits.max_bytes, why);
    const auto root = document ? json::parse(*document, why, limits) : std::nullopt;
    if (!root && !why.empty())
        keep_unreadable(file, why, log);
    json::ObjectReader members(root.value_or(Json::Value()));
    json::ObjectReader latest(members.take("latest").value_or(Json::Value()));
    json::ObjectReader counts(members.take("counts").value_or(Json::Value()));
    for (const auto &word : latest.rest().getMemberNames()) {
        json::ObjectReader one(latest.rest()[word]);
        if (events::kind_from(word))
            state.latest[word] = {one.text("user"), one.text("amount"), one.number("at", 0, 0, largest)};
    }
    for (const auto &word : counts.rest().getMemberNames())
        if (events::kind_from(word))
            state.counts[word] = static_cast<std::uint64_t>(counts.number(word.c_str(), 0, 0, largest));
    json::ObjectReader counters(members.take("counters").value_or(Json::Value()));
    for (const auto &name : counters.rest().getMemberNames())
        state.counters[name] = counters.decimal(name.c_str(), 0, -largest_counter, largest_counter);
    if (const auto session = members.take("session"); session && session->isObject())
        state.session = *session;
    return state;
}

std::string state_text(const State &state)
{
    Json::Value root(Json::objectValue);
    root["version"] = 1;
    root["latest"] = Json::Value(Json::objectValue);
    root["counts"] = Json::Value(Json::objectValue);
    for (const auto &[word, one] : state.latest) {
        Json::Value &object = root["latest"][word];
        object["user"] = one.user;
        object["amount"] = one.amount;
        object["at"] = static_cast<Json::Int64>(one.at);
    }
    for (const auto &[word, count] : state.counts)
        root["counts"][word] = static_cast<Json::UInt64>(count);
    root["counters"] = Json::Value(Json::objectValue);
    for (const auto &[name, value] : state.counters)
        root["counters"][name] = value;
    std::string text = json::write_pretty(root);
    // On one line: with a line for each value it would be many times as long, and may not be read again.
    const std::size_t last_line = text.rfind("\n}");
    return text.insert(last_line, ",\n  \"session\" : " + json::write_compact(state.session));
}

std::string write_state(const std::filesystem::path &file, const State &state)
{
    return write_atomically(file, state_text(state));
}

} // namespace astro::settings
