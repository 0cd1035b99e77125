// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <cstdint>
#include <string>
#include <vector>

namespace harness {

/// How a source stands in a scene. Positions count in pixels of a 1280x720 canvas, from its upper left corner.
struct Placement {
    double x = 0;
    double y = 0;
    bool visible = true;
    double rotation = 0; ///< degrees
    double scale = 1;
    bool centered = false; ///< the position is the middle of the source, not its upper left corner
};

struct TextStyle {
    int size = 48; ///< pixels of a 1280x720 canvas, about the height of a line
    std::uint32_t rgb = 0xffffff;
    std::string font = "DejaVu Sans";
    bool bold = false;
};

/// Builds a scene collection as OBS saves it. Names follow OBS's rule: one name, one source or scene.
/// Scenes appear in the order in which they are added; what is placed later lies above.
class SceneCollection {
public:
    explicit SceneCollection(std::string name);

    const std::string &name() const { return name_; }

    SceneCollection &scene(const std::string &scene);
    /// Sources; they show once they are placed.
    SceneCollection &color(const std::string &source, std::uint32_t rgb, int width = 1280, int height = 720);
    SceneCollection &text(const std::string &source, const std::string &text, const TextStyle &style = {});
    /// Of any kind, with its settings as OBS writes them.
    SceneCollection &input(const std::string &source, const std::string &kind, const Json::Value &settings = {});
    SceneCollection &place(const std::string &scene, const std::string &source, const Placement &placement = {});
    /// On a source, a scene or a group that is there already.
    SceneCollection &filter(const std::string &source, const std::string &filter, const std::string &kind, bool enabled,
                            const Json::Value &settings = Json::objectValue);
    /// One more setting of a source, as OBS writes it.
    SceneCollection &setting(const std::string &source, const std::string &key, const Json::Value &value);
    /// Whatever else OBS writes of a source, e.g. "muted" or "volume".
    SceneCollection &set(const std::string &source, const std::string &member, const Json::Value &value);
    /// Whether there is a source, a scene or a group of this name.
    bool has(const std::string &name);

    struct Member {
        std::string source;
        Placement placement;
    };
    /// A group of sources, closed in the list of sources; to be placed in one scene.
    SceneCollection &group(const std::string &group, int width, int height, const std::vector<Member> &members);

    /// The scene on air at first; otherwise it is the first one.
    SceneCollection &start_with(const std::string &scene);
    /// What the streamer has chosen.
    SceneCollection &transition(const std::string &name, int duration_ms);
    /// One besides Cut and Fade, which OBS always has.
    SceneCollection &add_transition(const std::string &name, const std::string &kind);
    /// A quick transition of studio mode that fades to black and back; its hotkey is OBSBasic.QuickTransition.ID.
    SceneCollection &fade_to_black(int id, int duration_ms);
    /// What a module of this name keeps in the collection, e.g. the rules of obs-astro.
    SceneCollection &module(const std::string &module, const Json::Value &data);

    Json::Value json() const;

private:
    Json::Value &source(const std::string &id, const std::string &versioned_id, const std::string &name);
    Json::Value item(const std::string &source, const Placement &placement, Json::Value &owner) const;
    static Json::Value new_source(const std::string &id, const std::string &versioned_id, const std::string &name);
    Json::Value &known(const std::string &name); ///< @throws Error

    std::string name_;
    std::string first_scene_;
    Json::Value root_{Json::objectValue};
};

} // namespace harness
