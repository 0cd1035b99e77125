// SPDX-License-Identifier: GPL-2.0-or-later
// The real libobs for Windows in a program that does for the plugin what OBS's window does: loads it from where OBS
// looks for plugins, tells it of what happens, saves and loads scene collections, ends as OBS ends. Commands come on
// standard input, a line each; each is answered by a line of JSON.
//
// usage: studio-host HOME PLUGINS LIBOBS
//   HOME     where settings, collections (NAME.json) and the log are
//   PLUGINS  a folder in the layout of %ProgramData%\obs-studio\plugins; "-": no plugin is loaded
//   LIBOBS   where bin and data of libobs are
// Windows' own first: libobs's headers give names of the compiler's to things of their own.
#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include "windows/frontend.h"
#include "windows/stage.h"

#include "support/json.h"

#include <obs.hpp>
#include <util/base.h>
#include <util/bmem.h>

#include <json/value.h>

#include <chrono>
#include <condition_variable>
#include <cstdarg>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace fs = std::filesystem;

namespace {

void must(bool done, const char *what)
{
    if (!done)
        throw std::runtime_error(std::string(what) + " failed");
}

/// What waits for the UI thread, as Qt's queue does in OBS.
class Queue {
public:
    void add(std::function<void()> task)
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        came_.notify_one();
    }

    std::function<void()> take()
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return !tasks_.empty(); });
        std::function<void()> task = std::move(tasks_.front());
        tasks_.pop_front();
        return task;
    }

    bool empty() const
    {
        const std::lock_guard lock(mutex_);
        return tasks_.empty();
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::function<void()>> tasks_;
};

Queue &ui()
{
    static Queue &queue = *new Queue; // the thread that reads may outlive everything
    return queue;
}

std::thread::id ui_thread;

void on_ui_task(obs_task_t task, void *param, bool wait)
{
    if (std::this_thread::get_id() == ui_thread && wait) {
        task(param);
        return;
    }
    must(!wait, "waiting for the UI thread");
    ui().add([task, param] { task(param); });
}

void log_line(int level, const char *format, va_list arguments, void *file)
{
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    std::vector<char> text(8192);
    std::vsnprintf(text.data(), text.size(), format, arguments);
    *static_cast<std::ofstream *>(file) << level << ": " << text.data() << std::endl;
}

class Host {
public:
    Host(fs::path home, const std::string &plugins, const fs::path &libobs) : home_(std::move(home))
    {
        must(obs_startup("en-US", (home_ / "plugin_config").u8string().c_str(), nullptr), "obs_startup");
        const std::string data = (libobs / "data" / "effects").generic_u8string() + "/";
        obs_add_data_path(data.c_str());
        set_up_video();
        stage::register_sources();
        must(frontend::open_profile((home_ / "basic.ini").u8string()), "opening the profile");
        obs_set_ui_task_handler(on_ui_task);
        if (plugins != "-")
            obs_add_module_path((plugins + "/%module%/bin/64bit").c_str(), (plugins + "/%module%/data").c_str());
        obs_load_all_modules();
        obs_post_load_modules();
        open("Stage");
        frontend::happen(OBS_FRONTEND_EVENT_FINISHED_LOADING);
    }

    Json::Value obey(const std::string &line)
    {
        std::istringstream words(line);
        std::string command, first, second;
        words >> command >> first >> second;
        Json::Value answer(Json::objectValue);
        if (command == "scene") {
            const OBSSourceAutoRelease scene = obs_frontend_get_current_scene();
            answer["is"] = scene ? obs_source_get_name(scene) : "";
        } else if (command == "visible") {
            answer["is"] = stage::visible(first, second);
        } else if (command == "text") {
            answer["is"] = stage::text(first);
        } else if (command == "menu") {
            answer["is"] = Json::arrayValue;
            for (const std::string &entry : frontend::menu())
                answer["is"].append(entry);
        } else if (command == "frames") {
            answer["is"] = obs_get_total_frames();
        } else if (command == "switch") {
            const OBSSourceAutoRelease scene = obs_get_source_by_name(first.c_str());
            obs_frontend_set_current_scene(scene);
        } else if (command == "save") {
            save();
        } else if (command == "collection") {
            frontend::happen(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
            save();
            clear();
            open(first);
            frontend::happen(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
        } else {
            answer["error"] = "no such command: " + line;
        }
        return answer;
    }

    /// As OBS does it. @return how long it took, and what is still allocated.
    Json::Value end()
    {
        const auto begin = std::chrono::steady_clock::now();
        frontend::happen(OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN);
        save();
        clear();
        frontend::happen(OBS_FRONTEND_EVENT_EXIT);
        while (!ui().empty())
            ui().take()();
        obs_set_ui_task_handler(nullptr);
        obs_shutdown();
        frontend::close_profile();
        Json::Value answer(Json::objectValue);
        answer["ms"] = static_cast<Json::Int64>(
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count());
        answer["allocated"] = static_cast<Json::Int64>(bnum_allocs());
        return answer;
    }

private:
    static void set_up_video()
    {
        obs_video_info video{};
        video.graphics_module = "libobs-opengl.dll";
        video.fps_num = 30;
        video.fps_den = 1;
        video.base_width = video.output_width = 320;
        video.base_height = video.output_height = 180;
        video.output_format = VIDEO_FORMAT_RGBA;
        video.gpu_conversion = true;
        video.scale_type = OBS_SCALE_BILINEAR;
        must(obs_reset_video(&video) == OBS_VIDEO_SUCCESS, "obs_reset_video");
        obs_audio_info audio{};
        audio.samples_per_sec = 48000;
        audio.speakers = SPEAKERS_STEREO;
        must(obs_reset_audio(&audio), "obs_reset_audio");
    }

    std::string collection_file(const std::string &name) const { return (home_ / (name + ".json")).u8string(); }

    void open(const std::string &name)
    {
        name_ = name;
        OBSDataAutoRelease collection = obs_data_create_from_json_file(collection_file(name).c_str());
        if (!collection)
            collection = obs_data_create();
        const OBSDataArrayAutoRelease sources = obs_data_get_array(collection, "sources");
        if (sources)
            obs_load_sources(sources, nullptr, nullptr);
        else
            stage::build();
        const std::string scene = obs_data_get_string(collection, "current_scene");
        const OBSSourceAutoRelease on_air = obs_get_source_by_name(scene.empty() ? stage::first_scene : scene.c_str());
        frontend::put_on_air(on_air);
        OBSDataAutoRelease modules = obs_data_get_obj(collection, "modules");
        if (!modules)
            modules = obs_data_create();
        frontend::load(modules);
    }

    void save() const
    {
        const OBSDataAutoRelease collection = obs_data_create();
        const OBSDataAutoRelease modules = obs_data_create();
        frontend::save(modules);
        const OBSDataArrayAutoRelease sources = obs_save_sources();
        const OBSSourceAutoRelease on_air = obs_frontend_get_current_scene();
        obs_data_set_array(collection, "sources", sources);
        obs_data_set_string(collection, "current_scene", on_air ? obs_source_get_name(on_air) : "");
        obs_data_set_obj(collection, "modules", modules);
        must(obs_data_save_json_safe(collection, collection_file(name_).c_str(), "tmp", "bak"), "saving");
    }

    static void clear()
    {
        frontend::put_on_air(nullptr);
        stage::clear();
        frontend::happen(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
        while (obs_wait_for_destroy_queue()) {
        }
    }

    fs::path home_;
    std::string name_;
};

void print(const Json::Value &answer)
{
    std::cout << astro::json::write_compact(answer) << std::endl;
}

void read_commands(Host &host, bool &ended)
{
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "quit")
            break;
        ui().add([&host, line] { print(host.obey(line)); });
    }
    ui().add([&ended] { ended = true; });
}

int run(const fs::path &home, const std::string &plugins, const fs::path &libobs)
{
    ui_thread = std::this_thread::get_id();
    CreateMutexW(nullptr, FALSE, L"OBSStudioCore"); // by which others see that OBS runs
    std::ofstream log(home / "log.txt", std::ios::binary | std::ios::app);
    base_set_log_handler(log_line, &log);
    bool ended = false;
    Host host(home, plugins, libobs);
    Json::Value ready(Json::objectValue);
    ready["is"] = "ready";
    ready["version"] = obs_get_version_string();
    print(ready);
    std::thread reader([&] { read_commands(host, ended); });
    while (!ended)
        ui().take()();
    reader.join();
    print(host.end());
    base_set_log_handler(nullptr, nullptr);
    return 0;
}

} // namespace

int wmain(int count, wchar_t **arguments)
{
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr); // which the reader's thread would flush in the middle of a line
    // As text, Wine's runtime library says of a line of which a pipe has taken a part that none was taken.
    _setmode(_fileno(stdout), _O_BINARY);
    try {
        must(count == 4, "reading the command line");
        return run(arguments[1], fs::path(arguments[2]).u8string(), arguments[3]);
    } catch (const std::exception &fault) {
        std::cerr << "studio-host: " << fault.what() << std::endl;
        return 1;
    }
}
