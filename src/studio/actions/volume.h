// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/number.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

/// Volumes in numbers and as texts; nothing of OBS. A level is a factor as OBS has it (1 is 0 dB, 0 is silence).
namespace astro::studio {

inline constexpr double silent_db = -100; ///< and whatever is below
inline constexpr double loudest_db = 26;

inline float level_from(double db)
{
    return db <= silent_db ? 0.0F : static_cast<float>(std::pow(10.0, std::min(db, loudest_db) / 20));
}

inline double decibels_of(float level)
{
    return level > 0 ? std::max(20 * std::log10(static_cast<double>(level)), silent_db) : silent_db;
}

/// The level when this part (0 to 1) of a fade's time is over. It moves as the knob of a cubic fader does, one position
/// after the other: that is heard as an even change, from and to silence as well. Even in the factor, all of a fade
/// out would be heard in its last moments; even in decibels, most of one from silence would not be heard at all.
inline float faded(float from, float to, double part)
{
    if (part <= 0)
        return from;
    if (part >= 1)
        return to;
    const double begin = std::cbrt(static_cast<double>(from)), end = std::cbrt(static_cast<double>(to));
    return static_cast<float>(std::pow(begin + (end - begin) * part, 3));
}

/// What a volume is set to, or seen at.
struct Volume {
    double low = 0, high = 0; ///< dB; equal but for one that is on its way, and may be seen anywhere between
    std::chrono::milliseconds fade{0};

    /// "-12.5"; with a fade "-12.5 800"; on its way "-30..-12.5".
    std::string text() const
    {
        std::string text = plain_number(low);
        if (low != high)
            text += ".." + plain_number(high);
        if (fade.count() > 0)
            text += ' ' + std::to_string(fade.count());
        return text;
    }
    static Volume of(double db, std::chrono::milliseconds fade = {}) { return {db, db, fade}; }
    static Volume between(double a, double b) { return {std::min(a, b), std::max(a, b), {}}; }
    static std::optional<Volume> from(const std::string &text)
    {
        const auto space = text.find(' ');
        const std::string levels = text.substr(0, space);
        const auto dots = levels.find("..");
        const auto low = number_from(levels.substr(0, dots));
        const auto high = dots == std::string::npos ? low : number_from(levels.substr(dots + 2));
        const auto fade = space == std::string::npos ? std::optional(0.0) : number_from(text.substr(space));
        if (!low || !high || !fade || *low > *high || *fade < 0 || *fade > longest_fade)
            return std::nullopt;
        return Volume{*low, *high, std::chrono::milliseconds(static_cast<std::int64_t>(*fade))};
    }

private:
    static constexpr auto longest_fade = static_cast<double>(rules::longest_time.count());
};

/// What stood there before is put back as slowly as what was held came. Both are texts of volumes.
inline std::string volume_back(const std::string &held, const std::string &before)
{
    const auto from = Volume::from(held), to = Volume::from(before);
    return from && to ? Volume{to->low, to->high, from->fade}.text() : before;
}

/// Whether two texts of volumes are the same to the ear, or can be.
inline bool same_volume(const std::string &a, const std::string &b)
{
    constexpr double tolerance = 0.05; // dB: half of the least that OBS shows
    const auto one = Volume::from(a), other = Volume::from(b);
    return one && other && one->low - tolerance <= other->high && other->low - tolerance <= one->high;
}

} // namespace astro::studio
