// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/waiting.h"

#include <json/value.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace harness {

/// A client of obs-websocket's protocol 5.x, on the project's own gateway::Transport, which runs on a thread of its
/// own. Call from one thread. Protocol: github.com/obsproject/obs-websocket, docs/generated/protocol.md.
class ObsWebSocket {
public:
    struct Response {
        bool ok = false;
        int code = 0; ///< RequestStatus; 100 is success
        std::string comment;
        Json::Value data;
    };
    struct Event {
        std::string type;
        Json::Value data;
        Clock::time_point at; ///< when it arrived here
    };
    using Matches = std::function<bool(const Event &)>;

    /// Connects and identifies itself; tries again as long as nobody listens and `keep_trying` says so.
    /// @throws Error when nobody answers there within `timeout`.
    ObsWebSocket(std::uint16_t port, milliseconds timeout, const std::function<bool()> &keep_trying = nullptr);
    ~ObsWebSocket();
    ObsWebSocket(const ObsWebSocket &) = delete;
    ObsWebSocket &operator=(const ObsWebSocket &) = delete;

    /// Asks and waits for the answer, whatever it is; asks again while OBS is not ready. @throws Error when none comes.
    Response request(const std::string &type, const Json::Value &data = Json::objectValue,
                     milliseconds timeout = milliseconds(10000));
    /// The answer's data. @throws Error when OBS refuses.
    Json::Value call(const std::string &type, const Json::Value &data = Json::objectValue,
                     milliseconds timeout = milliseconds(10000));

    /// Of all that OBS tells by itself, only these kinds from now on (EventSubscription, bits joined). @throws Error
    void listen_to(unsigned kinds);
    /// The oldest event of this type not looked at yet; it and all before it then count as looked at.
    /// @throws Error when none comes in time.
    Event wait_for_event(const std::string &type, milliseconds timeout, const Matches &matches = nullptr);
    /// All events that were not looked at yet, oldest first. @throws Error when the connection is gone.
    std::vector<Event> take_events();
    /// Looks away from everything that came until now.
    void forget_events();

    // The requests that nearly everything needs.
    std::string program_scene();
    void set_program_scene(const std::string &scene);
    /// `scene` may be a group.
    bool item_visible(const std::string &scene, const std::string &source);
    void set_item_visible(const std::string &scene, const std::string &source, bool visible);
    Json::Value input_settings(const std::string &input);
    std::string text(const std::string &input);
    void set_text(const std::string &input, const std::string &text);
    /// Waits until OBS has drawn some more frames, so that what it shows is what it was told.
    void wait_for_frames(int count = 3);

private:
    class Impl;
    int item_id(const std::string &scene, const std::string &source);

    std::unique_ptr<Impl> impl_;
};

/// {"a": x, "b": y, …}: the data of a request.
Json::Value object(std::initializer_list<std::pair<std::string, Json::Value>> members);

} // namespace harness
