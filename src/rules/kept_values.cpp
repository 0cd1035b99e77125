// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/kept_values.h"

#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <cmath>

namespace astro::rules {
namespace {

constexpr std::size_t most_counters = 1000;
constexpr std::size_t longest_counter = 500; // bytes of its name, which is written into a file as well
constexpr Json::ArrayIndex most_keys = 500;
constexpr std::size_t longest_value = 500;          // code points, on a screen
constexpr std::size_t largest_value = 64 * 1024;    // bytes of JSON, of one key
constexpr std::size_t largest_session = 512 * 1024; // of all: they are written into a file again and again

} // namespace

std::optional<std::string> KeptValues::counter(std::string_view name) const
{
    const auto value = counted(name);
    return value ? std::optional(plain_number(*value)) : std::nullopt;
}

std::optional<double> KeptValues::counted(std::string_view name) const
{
    const auto found = counters.find(std::string(text::trim(name)));
    return found == counters.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> KeptValues::session_value(std::string_view path) const
{
    const Json::Value *value = json::at_path(session, path);
    const auto scalar = value ? json::scalar_text(*value) : std::nullopt;
    return scalar ? std::optional(text::presentable(*scalar, longest_value)) : std::nullopt;
}

bool KeptValues::set_counter(std::string_view name, double value)
{
    name = text::trim(name);
    const bool has_room = counters.size() < most_counters && name.size() <= longest_counter;
    if (!std::isfinite(value) || (!has_room && !counted(name)))
        return false;
    counters[std::string(name)] = std::fmin(std::fmax(value, -largest), largest);
    return true;
}

bool KeptValues::take(const events::Event &event)
{
    const bool update = event.topic == "channel.session.update";
    if (!update && event.topic != "channel.session.reset")
        return false;
    const Json::Value *data = event.frame ? json::at_path(*event.frame, "data") : nullptr;
    if (!data || !data->isObject())
        return false;
    std::size_t size = 0;
    if (!update) {
        session = Json::Value(Json::objectValue);
        for (const std::string &key : data->getMemberNames())
            keep(key, (*data)[key], size);
        return true;
    }
    std::string key = json::string_member(*data, "key");
    if (key.empty())
        key = json::string_member(*data, "name");
    if (key.empty())
        return false;
    for (const std::string &other : session.getMemberNames())
        size += other == key ? 0 : json::write_compact(session[other]).size();
    return keep(key, (*data)["data"], size);
}

/// @param size of the other values; this one is added
bool KeptValues::keep(const std::string &key, const Json::Value &value, std::size_t &size)
{
    const std::size_t more = json::write_compact(value).size();
    if (more > largest_value || size + more > largest_session ||
        (!session.isMember(key) && session.size() >= most_keys)) {
        left_out = true;
        return false;
    }
    size += more;
    session[key] = value;
    return true;
}

} // namespace astro::rules
