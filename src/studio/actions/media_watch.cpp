// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/media_watch.h"

#include "studio/actions/lookup.h"
#include "studio/guarded.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace astro::studio {
namespace {

Deadline now()
{
    return std::chrono::steady_clock::now();
}

/// OBS says of a media source without a file that it plays, and of a slide show without one.
bool has_no_file(obs_source_t *source)
{
    const std::string kind = lookup::kind_of(source);
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    if (kind == "slideshow") {
        const OBSDataArrayAutoRelease files = obs_data_get_array(settings, "files");
        return obs_data_array_count(files) == 0;
    }
    const bool is_local = obs_data_get_bool(settings, "is_local_file");
    return kind == "ffmpeg_source" && *obs_data_get_string(settings, is_local ? "local_file" : "input") == '\0';
}

MediaLook look_at(obs_source_t *source)
{
    if (has_no_file(source))
        return MediaLook::idle;
    switch (obs_source_media_get_state(source)) {
    case OBS_MEDIA_STATE_PLAYING:
    case OBS_MEDIA_STATE_OPENING:
    case OBS_MEDIA_STATE_BUFFERING:
        return obs_source_showing(source) ? MediaLook::playing : MediaLook::unseen;
    case OBS_MEDIA_STATE_PAUSED:
        return MediaLook::paused;
    case OBS_MEDIA_STATE_NONE:
    case OBS_MEDIA_STATE_STOPPED:
    case OBS_MEDIA_STATE_ENDED:
    case OBS_MEDIA_STATE_ERROR:
        break;
    }
    return MediaLook::idle;
}

/// The source, or that of its copies on air of which more is seen.
MediaLook look_at(const std::string &name)
{
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return MediaLook::gone;
    MediaLook look = look_at(source);
    for (const OBSSourceAutoRelease &copy : lookup::sources_on_air(name))
        look = std::max(look, look_at(copy));
    return look;
}

/// @return false when it is not shown.
bool restart(const std::string &name)
{
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return false;
    const auto copies = lookup::sources_on_air(name);
    if (!obs_source_showing(source) && copies.empty())
        return false;
    obs_source_media_restart(source);
    for (const OBSSourceAutoRelease &copy : copies)
        obs_source_media_restart(copy);
    return true;
}

} // namespace

MediaWatch::MediaWatch(const UiThread &ui, Ended ended) : ended_(std::move(ended)), frames_(ui, [this] { look(); }) {}

void MediaWatch::play(const std::string &source, std::function<void()> not_shown)
{
    do_not_play(source);
    if (restart(source))
        return;
    // The scene in which it is comes on air at the end of this batch, or when a transition is over.
    starts_.push_back({source, now() + MediaProgress::longest_beginning, std::move(not_shown)});
    want_looks();
}

void MediaWatch::do_not_play(const std::string &source)
{
    starts_.erase(
        std::remove_if(starts_.begin(), starts_.end(), [&](const Start &start) { return start.source == source; }),
        starts_.end());
    want_looks();
}

void MediaWatch::watch(rules::ActionId id, const std::string &source)
{
    watches_.push_back({id, source, MediaProgress(now())});
    want_looks();
}

void MediaWatch::forget(rules::ActionId id)
{
    watches_.erase(
        std::remove_if(watches_.begin(), watches_.end(), [id](const Watch &watch) { return watch.id == id; }),
        watches_.end());
    want_looks();
}

void MediaWatch::nothing_is_late()
{
    const Deadline moment = now();
    for (Start &start : starts_)
        start.latest = moment + MediaProgress::longest_beginning;
    for (Watch &watch : watches_)
        watch.progress.wait_anew(moment);
}

void MediaWatch::renamed(const rules::Rename &rename)
{
    if (rename.of != rules::Rename::Of::source)
        return;
    for (Start &start : starts_)
        rename.follow(start.source);
    for (Watch &watch : watches_)
        rename.follow(watch.source);
}

void MediaWatch::clear()
{
    starts_.clear();
    watches_.clear();
    want_looks();
}

void MediaWatch::end()
{
    clear();
    frames_.end();
}

void MediaWatch::look()
{
    const Deadline moment = now();
    guarded("the beginning of media", [&] { begin_what_is_shown(moment); });
    guarded("the end of media", [&] { tell_what_ended(moment); });
    want_looks();
}

void MediaWatch::begin_what_is_shown(Deadline moment)
{
    std::vector<Start> late;
    for (auto start = starts_.begin(); start != starts_.end();) {
        if (!restart(start->source)) {
            if (moment < start->latest) {
                ++start;
                continue;
            }
            late.push_back(*start);
        }
        start = starts_.erase(start);
    }
    for (const Start &start : late)
        start.not_shown();
}

void MediaWatch::tell_what_ended(Deadline moment)
{
    std::vector<rules::ActionId> ended;
    for (Watch &watch : watches_) {
        if (watch.progress.ended(look_at(watch.source), moment))
            ended.push_back(watch.id);
    }
    for (const rules::ActionId id : ended) {
        forget(id);
        ended_(id);
    }
}

void MediaWatch::want_looks()
{
    frames_.want(!starts_.empty() || !watches_.empty());
}

} // namespace astro::studio
