// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on what is heard of a source.
#include "studio/actions/fader.h"
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "studio/actions/volume.h"

#include <algorithm>

namespace astro::studio {
namespace {

constexpr const char *muted = "1";
constexpr const char *unmuted = "0";

/// Null when there is none, or it is not heard.
OBSSourceAutoRelease heard(const std::string &name)
{
    OBSSourceAutoRelease source = lookup::source(name);
    return source && lookup::is_heard(source) ? std::move(source) : OBSSourceAutoRelease();
}

Problem why_not(const std::string &name)
{
    return Problem{lookup::source(name) ? "Problem.WrongKind.Audio" : "Problem.NoSource", {name}};
}

std::optional<std::string> read_muted(const Tools &, const Target &target)
{
    if (const OBSSourceAutoRelease source = heard(target.source))
        return obs_source_muted(source) ? muted : unmuted;
    return std::nullopt;
}

bool write_muted(const Tools &, const Target &target, const std::string &value)
{
    const OBSSourceAutoRelease source = heard(target.source);
    if (!source)
        return false;
    obs_source_set_muted(source, value == muted);
    for (const OBSSourceAutoRelease &copy : lookup::sources_on_air(target.source))
        obs_source_set_muted(copy, value == muted);
    return true;
}

std::optional<std::string> read_volume(const Tools &tools, const Target &target)
{
    if (const OBSSourceAutoRelease source = heard(target.source))
        return Volume::of(decibels_of(tools.fader.level(source))).text();
    return std::nullopt;
}

bool write_volume(const Tools &tools, const Target &target, const std::string &value)
{
    const OBSSourceAutoRelease source = heard(target.source);
    const auto volume = Volume::from(value);
    if (!source || !volume)
        return false;
    tools.fader.set(source, level_from(volume->low), volume->fade);
    for (const OBSSourceAutoRelease &copy : lookup::sources_on_air(target.source))
        tools.fader.set(copy, level_from(volume->low), volume->fade);
    return true;
}

Target mute_of(const Doing &doing)
{
    return {"source_muted", {}, doing.text("source"), {}};
}

Target volume_of(const std::string &source)
{
    return {"source_volume", {}, source, {}};
}

std::optional<Problem> set_muted(Doing &doing, const std::string &value)
{
    const Target target = mute_of(doing);
    if (doing.change(target, value))
        return std::nullopt;
    return why_not(target.source);
}

std::optional<Problem> mute(Doing &doing)
{
    return set_muted(doing, muted);
}

std::optional<Problem> unmute(Doing &doing)
{
    return set_muted(doing, unmuted);
}

std::optional<Problem> toggle(Doing &doing)
{
    return set_muted(doing, doing.read(mute_of(doing)) == muted ? unmuted : muted);
}

std::optional<Problem> set_volume(Doing &doing)
{
    const Target target = volume_of(doing.text("source"));
    const auto volume = Volume::of(doing.action().number("volume_db"), doing.action().time("fade_ms"));
    if (doing.change(target, volume.text()))
        return std::nullopt;
    return why_not(target.source);
}

/// What OBS saves in the middle of a fade is neither where it came from nor where it leads to.
void add_fading(const Tools &tools, std::vector<PutBack> &pending)
{
    for (const Fader::Fading &fading : tools.fader.fading()) {
        const Target target = volume_of(obs_source_get_name(fading.source));
        if (lookup::source(target.source) != fading.source)
            continue; // a copy on air, which is not saved
        const double leads_to = decibels_of(fading.to);
        const std::string on_its_way = Volume::between(decibels_of(fading.from), leads_to).text();
        const auto held =
            std::find_if(pending.begin(), pending.end(), [&](const PutBack &back) { return back.target == target; });
        if (held != pending.end())
            held->expected = on_its_way;
        else
            pending.push_back({target, on_its_way, Volume::of(leads_to).text()});
    }
}

} // namespace

const ActionFamily &audio_actions()
{
    static const TargetKind volume = [] {
        TargetKind kind{"source_volume", read_volume, write_volume, same_volume};
        kind.way_back = volume_back;
        return kind;
    }();
    static const ActionFamily family{
        {{"mute", mute}, {"unmute", unmute}, {"toggle_mute", toggle}, {"set_volume", set_volume}},
        {{"source_muted", read_muted, write_muted}, volume},
        add_fading};
    return family;
}

} // namespace astro::studio
