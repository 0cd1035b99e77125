// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/obs_websocket.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace studio_test {

/// Silence: PCM, mono, 16 bits, 8000 samples a second.
inline void write_wav(const std::filesystem::path &file, std::uint32_t seconds = 10)
{
    constexpr std::uint32_t rate = 8000;
    const std::uint32_t bytes = seconds * rate * 2;
    std::ofstream out(file, std::ios::binary);
    const auto number = [&out](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            out.put(static_cast<char>(value >> (8 * i)));
    };
    out << "RIFF";
    number(36 + bytes, 4);
    out << "WAVEfmt ";
    number(16, 4);
    number(1, 2); // PCM
    number(1, 2);
    number(rate, 4);
    number(rate * 2, 4);
    number(2, 2);
    number(16, 2);
    out << "data";
    number(bytes, 4);
    out << std::string(bytes, '\0');
}

/// Something to be heard in these scenes, early by so many ms (900 at most): OBS waits with all that it hears, so a
/// transition goes on for the ear when it is over for the eye. OBS tells of its end then, and only when nothing else
/// began before.
inline void early_sound_in(const std::vector<std::string> &scenes, harness::ObsWebSocket &obs,
                           const std::filesystem::path &folder, int early = 300)
{
    const std::string name = "Hum";
    const auto file = folder / "hum.wav";
    write_wav(file);
    Json::Value input =
        harness::object({{"sceneName", scenes.at(0)}, {"inputName", name}, {"inputKind", "ffmpeg_source"}});
    input["inputSettings"] = harness::object({{"local_file", file.string()}, {"looping", true}});
    obs.call("CreateInput", input);
    for (std::size_t i = 1; i < scenes.size(); ++i)
        obs.call("CreateSceneItem", harness::object({{"sceneName", scenes[i]}, {"sourceName", name}}));
    obs.call("SetInputAudioSyncOffset", harness::object({{"inputName", name}, {"inputAudioSyncOffset", -early}}));
    obs.wait_for_frames(30); // until OBS hears it
}

} // namespace studio_test
