// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on sources that play: media files, playlists, slide shows.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "studio/actions/media_watch.h"

namespace astro::studio {
namespace {

/// Does something to the source, and to copies of it on air. @return why it could not, if so
std::optional<Problem> with_source(const Doing &doing, void (*work)(obs_source_t *))
{
    const std::string name = doing.text("source");
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return Problem{"Problem.NoSource", {name}};
    if (!lookup::is_media(source))
        return Problem{"Problem.WrongKind.Media", {name}};
    work(source);
    for (const OBSSourceAutoRelease &copy : lookup::sources_on_air(name))
        work(copy);
    return std::nullopt;
}

std::optional<Problem> play(Doing &doing)
{
    const std::string name = doing.text("source");
    auto problem = with_source(doing, [](obs_source_t *) {});
    if (!problem)
        doing.tools().media.play(name, [tell = doing.teller(), name] { tell({"Problem.MediaNotShown", {name}}); });
    return problem;
}

std::optional<Problem> pause(Doing &doing)
{
    doing.tools().media.do_not_play(doing.text("source"));
    return with_source(doing, [](obs_source_t *source) {
        // To some kinds a second pause is a play, and to others one of what is stopped.
        const auto state = obs_source_media_get_state(source);
        if (state == OBS_MEDIA_STATE_PLAYING || state == OBS_MEDIA_STATE_BUFFERING || state == OBS_MEDIA_STATE_OPENING)
            obs_source_media_play_pause(source, true);
    });
}

std::optional<Problem> stop(Doing &doing)
{
    doing.tools().media.do_not_play(doing.text("source"));
    return with_source(doing, obs_source_media_stop);
}

} // namespace

const ActionFamily &media_actions()
{
    static const ActionFamily family{{{"play_media", play}, {"pause_media", pause}, {"stop_media", stop}}, {}};
    return family;
}

} // namespace astro::studio
