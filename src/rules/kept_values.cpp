// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/kept_values.h"

#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <cmath>

namespace astro::rules {
namespace {

constexpr std::size_t most_counters = 1000;
constexpr Json::ArrayIndex most_keys = 500;
constexpr std::size_t longest_value = 500; // code points, on a screen
constexpr std::size_t longest_member = 16 * 1024;
constexpr double largest = 1e15; // beyond it a number has no exact ones

} // namespace

std::optional<std::string> KeptValues::counter(std::string_view name) const
{
    const auto found = counters.find(std::string(name));
    return found == counters.end() ? std::nullopt : std::optional(plain_number(found->second));
}

std::optional<std::string> KeptValues::session_value(std::string_view path) const
{
    const Json::Value *value = json::at_path(session, path);
    const auto scalar = value ? json::scalar_text(*value) : std::nullopt;
    return scalar ? std::optional(text::presentable(*scalar, longest_value)) : std::nullopt;
}

bool KeptValues::set_counter(const std::string &name, double value)
{
    if (!std::isfinite(value) || (counters.size() >= most_counters && counters.count(name) == 0))
        return false;
    counters[name] = std::fmin(std::fmax(value, -largest), largest);
    return true;
}

bool KeptValues::take(const events::Event &event)
{
    const bool update = event.topic == "channel.session.update";
    if (!update && event.topic != "channel.session.reset")
        return false;
    const Json::Value *data = event.frame ? json::at_path(*event.frame, "data") : nullptr;
    if (!data || !data->isObject() || json::write_compact(*data).size() > longest_member * 4)
        return false;
    if (!update) {
        session = *data;
        return true;
    }
    std::string key = json::string_member(*data, "key");
    if (key.empty())
        key = json::string_member(*data, "name");
    if (key.empty() || (!session.isMember(key) && session.size() >= most_keys))
        return false;
    session[key] = (*data)["data"];
    return true;
}

} // namespace astro::rules
