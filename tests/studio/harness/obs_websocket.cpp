// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/obs_websocket.h"

#include "gateway/network/transport.h"
#include "support/json.h"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>

#include <condition_variable>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace harness {

namespace {

using astro::gateway::Closed;
using astro::gateway::Transport;

// The protocol's operation codes.
enum Op {
    hello = 0,
    identify = 1,
    identified = 2,
    reidentify = 3,
    event = 5,
    request = 6,
    request_response = 7,
};

/// What OBS 30 and later answer while they start, end or change the scene collection: nothing was done.
constexpr int not_ready = 207;

std::string message(Op op, Json::Value data)
{
    return astro::json::write_compact(object({{"op", op}, {"d", std::move(data)}}));
}

} // namespace

class ObsWebSocket::Impl {
public:
    Impl(std::uint16_t port, milliseconds timeout, const std::function<bool()> &keep_trying)
        : url_("ws://127.0.0.1:" + std::to_string(port)),
          loop_guard_(loop_.get_executor()),
          thread_([this] { loop_.run(); })
    {
        try {
            connect(timeout, keep_trying);
        } catch (...) {
            stop();
            throw;
        }
    }

    ~Impl() { stop(); }
    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    Response request(const std::string &type, const Json::Value &data, milliseconds timeout)
    {
        std::unique_lock lock(mutex_);
        const std::string id = std::to_string(++last_id_);
        send(message(Op::request, object({{"requestType", type}, {"requestId", id}, {"requestData", data}})));
        const bool settled = changed_.wait_for(lock, timeout, [&] { return responses_.count(id) || closed_; });
        const auto found = responses_.find(id);
        if (found == responses_.end())
            throw Error(type + (settled ? ": " + told(*closed_) : ": no answer from OBS"));
        Response response = std::move(found->second);
        responses_.erase(found);
        return response;
    }

    void listen_to(unsigned kinds)
    {
        std::unique_lock lock(mutex_);
        identified_ = false;
        send(message(Op::reidentify, object({{"eventSubscriptions", kinds}})));
        if (!changed_.wait_for(lock, milliseconds(10000), [&] { return identified_ || closed_; }) || closed_)
            throw Error("OBS does not take what is to be listened to");
    }

    Event wait_for_event(const std::string &type, milliseconds timeout, const Matches &matches)
    {
        const auto deadline = Clock::now() + timeout;
        std::unique_lock lock(mutex_);
        while (true) {
            while (!events_.empty()) {
                Event next = std::move(events_.front());
                events_.pop_front();
                if (next.type == type && (!matches || matches(next)))
                    return next;
            }
            if (closed_)
                throw Error("event " + type + ": " + told(*closed_));
            if (!changed_.wait_until(lock, deadline, [&] { return !events_.empty() || closed_; }))
                throw Error("event " + type + " did not come within " + std::to_string(timeout.count()) + " ms");
        }
    }

    std::vector<Event> take_events()
    {
        const std::lock_guard lock(mutex_);
        if (closed_ && events_.empty())
            throw Error("events: " + told(*closed_));
        std::vector<Event> taken(std::make_move_iterator(events_.begin()), std::make_move_iterator(events_.end()));
        events_.clear();
        return taken;
    }

    void forget_events()
    {
        const std::lock_guard lock(mutex_);
        events_.clear();
    }

private:
    static std::string told(const Closed &closed)
    {
        return "connection to OBS closed: " + std::string(to_word(closed.failure)) + " " + closed.detail;
    }

    /// OBS needs a while until it listens: refused connections are tried again.
    void connect(milliseconds timeout, const std::function<bool()> &keep_trying)
    {
        const auto deadline = Clock::now() + timeout;
        std::unique_lock lock(mutex_);
        while (true) {
            closed_.reset();
            asio::post(loop_, [this] { open(); });
            if (changed_.wait_until(lock, deadline, [this] { return identified_ || closed_; }) && identified_)
                return;
            if (!closed_ || Clock::now() >= deadline || (keep_trying && !keep_trying()))
                throw Error("obs-websocket does not answer at " + url_ + (closed_ ? ": " + told(*closed_) : ""));
            changed_.wait_for(lock, milliseconds(10), [] { return false; });
        }
    }

    // On the loop's thread.
    void open()
    {
        Transport::Options options;
        options.url = astro::Secret(url_);
        options.close_timeout = milliseconds(500);
        options.max_message_bytes = 64 * 1024 * 1024;
        options.subprotocol = "obswebsocket.json";
        Transport::Callbacks callbacks;
        callbacks.on_open = [] {};
        callbacks.on_life = [] {};
        callbacks.on_frame = [this](const std::string &frame) { on_frame(frame); };
        callbacks.on_closed = [this](const Closed &closed) { on_closed(closed); };
        transport_ = Transport::open(loop_, std::move(options), std::move(callbacks));
    }

    void on_frame(const std::string &frame)
    {
        std::string why;
        const auto value = astro::json::parse(frame, why, {64 * 1024 * 1024, 128});
        if (!value || !value->isObject())
            return;
        const Json::Value &data = (*value)["d"];
        const std::lock_guard lock(mutex_);
        switch ((*value)["op"].asInt()) {
        case Op::hello:
            send(message(Op::identify, object({{"rpcVersion", 1}})));
            break;
        case Op::identified:
            identified_ = true;
            break;
        case Op::event:
            events_.push_back({data["eventType"].asString(), data["eventData"], Clock::now()});
            break;
        case Op::request_response: {
            const Json::Value &status = data["requestStatus"];
            responses_[data["requestId"].asString()] = {status["result"].asBool(), status["code"].asInt(),
                                                        status["comment"].asString(), data["responseData"]};
            break;
        }
        default:
            break;
        }
        changed_.notify_all();
    }

    void on_closed(const Closed &closed)
    {
        const std::lock_guard lock(mutex_);
        closed_ = closed;
        transport_.reset();
        changed_.notify_all();
    }

    // Any thread.
    void send(std::string text)
    {
        asio::post(loop_, [this, frame = astro::Secret(std::move(text))] {
            if (transport_)
                transport_->send(frame);
        });
    }

    void stop()
    {
        asio::post(loop_, [this] {
            loop_guard_.reset();
            if (transport_)
                transport_->close();
        });
        thread_.join();
    }

    const std::string url_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool identified_ = false;
    std::optional<Closed> closed_;
    std::uint64_t last_id_ = 0;
    std::map<std::string, Response> responses_;
    std::deque<Event> events_;

    asio::io_context loop_;
    asio::executor_work_guard<asio::io_context::executor_type> loop_guard_;
    std::shared_ptr<Transport> transport_; ///< the loop's thread's alone
    std::thread thread_;
};

ObsWebSocket::ObsWebSocket(std::uint16_t port, milliseconds timeout, const std::function<bool()> &keep_trying)
    : impl_(std::make_unique<Impl>(port, timeout, keep_trying))
{}

ObsWebSocket::~ObsWebSocket() = default;

ObsWebSocket::Response ObsWebSocket::request(const std::string &type, const Json::Value &data, milliseconds timeout)
{
    Response response;
    const auto answered = [&] {
        response = impl_->request(type, data, timeout);
        return response.code != not_ready;
    };
    wait_until(answered, timeout);
    return response;
}

Json::Value ObsWebSocket::call(const std::string &type, const Json::Value &data, milliseconds timeout)
{
    Response response = request(type, data, timeout);
    if (!response.ok)
        throw Error("OBS refuses " + type + " (" + std::to_string(response.code) + "): " + response.comment);
    return std::move(response.data);
}

void ObsWebSocket::listen_to(unsigned kinds)
{
    impl_->listen_to(kinds);
}

ObsWebSocket::Event ObsWebSocket::wait_for_event(const std::string &type, milliseconds timeout, const Matches &matches)
{
    return impl_->wait_for_event(type, timeout, matches);
}

std::vector<ObsWebSocket::Event> ObsWebSocket::take_events()
{
    return impl_->take_events();
}

void ObsWebSocket::forget_events()
{
    impl_->forget_events();
}

std::string ObsWebSocket::program_scene()
{
    return call("GetCurrentProgramScene")["currentProgramSceneName"].asString();
}

void ObsWebSocket::set_program_scene(const std::string &scene)
{
    call("SetCurrentProgramScene", object({{"sceneName", scene}}));
}

int ObsWebSocket::item_id(const std::string &scene, const std::string &source)
{
    return call("GetSceneItemId", object({{"sceneName", scene}, {"sourceName", source}}))["sceneItemId"].asInt();
}

bool ObsWebSocket::item_visible(const std::string &scene, const std::string &source)
{
    const Json::Value item = object({{"sceneName", scene}, {"sceneItemId", item_id(scene, source)}});
    return call("GetSceneItemEnabled", item)["sceneItemEnabled"].asBool();
}

void ObsWebSocket::set_item_visible(const std::string &scene, const std::string &source, bool visible)
{
    call("SetSceneItemEnabled",
         object({{"sceneName", scene}, {"sceneItemId", item_id(scene, source)}, {"sceneItemEnabled", visible}}));
}

Json::Value ObsWebSocket::input_settings(const std::string &input)
{
    return call("GetInputSettings", object({{"inputName", input}}))["inputSettings"];
}

std::string ObsWebSocket::text(const std::string &input)
{
    return input_settings(input)["text"].asString();
}

void ObsWebSocket::set_text(const std::string &input, const std::string &text)
{
    call("SetInputSettings", object({{"inputName", input}, {"inputSettings", object({{"text", text}})}}));
}

void ObsWebSocket::wait_for_frames(int count)
{
    const auto drawn = [this] { return call("GetStats")["renderTotalFrames"].asInt64(); };
    const auto until = drawn() + count;
    require_until(
        "OBS draws frames", [&] { return drawn() >= until; }, milliseconds(10000));
}

Json::Value object(std::initializer_list<std::pair<std::string, Json::Value>> members)
{
    Json::Value value(Json::objectValue);
    for (const auto &[name, member] : members)
        value[name] = member;
    return value;
}

} // namespace harness
