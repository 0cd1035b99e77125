// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/state_file.h"

#include "settings/atomic_file.h"
#include "support/json.h"
#include "support/object_reader.h"
#include "support/read_whole.h"

#include <cstddef>
#include <optional>
#include <utility>

namespace astro::settings {
namespace {

/// More than it can become: session values have 512 KiB, and are written with a line for each.
constexpr std::size_t longest_file = 8 << 20;
constexpr double largest_counter = 1e15;
// Whole numbers beyond this are not exact where JSON is read as doubles.
constexpr std::int64_t largest = std::int64_t{1} << 53;

} // namespace

void State::note(const events::Event &event, std::chrono::system_clock::time_point at)
{
    if (event.kind == events::Kind::other)
        return;
    const std::string word{to_word(event.kind)};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch());
    latest[word] = {event.shown("user"), event.amount.value_or(""), seconds.count()};
    ++counts[word];
}

State read_state(const std::filesystem::path &file)
{
    State state;
    std::string why;
    const auto document = read_whole(file, longest_file, why);
    const auto root = document ? json::parse(*document, why) : std::nullopt;
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
    root["session"] = state.session;
    return json::write_pretty(root);
}

std::string write_state(const std::filesystem::path &file, const State &state)
{
    return write_atomically(file, state_text(state));
}

} // namespace astro::settings
