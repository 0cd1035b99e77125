// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/message.h"
#include "support/instant.h"
#include "support/json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace astro::events {

inline void PrintTo(Kind kind, std::ostream *out)
{
    *out << to_word(kind);
}

inline std::string text_of(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("no such file: " + file.u8string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A fixture by its name without ".json".
inline std::string fixture_text(const std::string &name)
{
    return text_of(std::filesystem::path(ASTRO_FIXTURES) / (name + ".json"));
}

/// The names of all fixtures.
inline std::set<std::string> fixture_names()
{
    std::set<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(ASTRO_FIXTURES)) {
        if (entry.path().extension() == ".json")
            names.insert(entry.path().stem().u8string());
    }
    return names;
}

inline Json::Value json_of(const std::string &document)
{
    std::string why;
    auto value = json::parse(document, why);
    if (!value)
        throw std::runtime_error("not JSON: " + why);
    return *value;
}

/// Through the codec, as everything that comes from the gateway.
inline gateway::Notification notification_of(const std::string &frame)
{
    gateway::Message message = gateway::decode(frame);
    if (!std::holds_alternative<gateway::Notification>(message))
        throw std::runtime_error("not a notification: " + frame.substr(0, 200));
    return std::get<gateway::Notification>(std::move(message));
}

using Change = std::function<void(Json::Value &frame)>;

/// A fixture as it is, or changed.
inline gateway::Notification fixture(const std::string &name, const Change &change = {})
{
    Json::Value frame = json_of(fixture_text(name));
    if (change)
        change(frame);
    return notification_of(json::write_compact(frame));
}

/// An activity with a name of its own, so that no two count as the same.
inline gateway::Notification activity(const std::string &name, const std::string &id, const Change &change = {})
{
    return fixture(name, [&](Json::Value &frame) {
        frame["id"] = "delivery of " + id;
        frame["data"]["_id"] = id;
        frame["data"]["activityId"] = id;
        if (change)
            change(frame);
    });
}

/// 2026-03-14 20:15:00 UTC, and a steady clock that began some time ago.
inline Instant evening()
{
    return {std::chrono::steady_clock::time_point(std::chrono::hours(5)),
            std::chrono::system_clock::time_point(std::chrono::seconds(1773519300))};
}

} // namespace astro::events
