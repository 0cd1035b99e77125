// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "command_rate.h"
#include "connection.h"
#include "faults.h"
#include "reconnect_tokens.h"
#include "report.h"
#include "subscription.h"
#include "tokens.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace astro_sim {

/// Something to tell those who subscribed to its topic.
struct Publication {
    std::string topic;
    Json::Value data;
    std::string what;         ///< for the report
    std::string room;         ///< only for subscriptions of this room; "": of any
    bool fill_channel = true; ///< `data.channel` and `data.donation.user.channel` become the receiver's room
};

/// The server's half of the Astro protocol, for any number of connections.
class Gateway {
public:
    struct Options {
        Connection::Options connection;
        bool welcome = true;
        bool strict_pace = false;
        std::string room; ///< answered when neither token nor request names one; "": a made-up one for each token
        std::chrono::milliseconds reconnect_token_lifetime{60000};
        std::vector<KnownToken> tokens;
    };

    Gateway(Options options, Report &report);

    /// A client that has connected.
    void take(asio::ip::tcp::socket socket);

    // What a command may ask for.
    void publish(const Publication &publication);
    /// All frames are made first, and then sent without a pause.
    void burst(const std::vector<Publication> &publications, const std::string &what);
    void send_raw(const std::string &text);
    void send_binary(const std::string &bytes);
    void announce_reconnect();
    void drop_all();
    void close_all(int code, const std::string &reason);
    Faults &faults() { return faults_; }
    void mute(bool on);

    /// @param topic "": any.
    bool somebody_subscribed(const std::string &topic) const;
    /// Called after each new subscription.
    void when_subscribed(std::function<void()> then) { when_subscribed_ = std::move(then); }

private:
    struct Client {
        explicit Client(bool strict_pace) : rate(strict_pace) {}
        int number = 0;
        std::shared_ptr<Connection> connection;
        CommandRate rate;
        Subscriptions subscriptions;
        bool open = false;
        bool resumes = false;    ///< came with a reconnect token …
        bool bad_resume = false; ///< … that is worth nothing
    };
    struct Request {
        std::string type, nonce, topic, room, token_type;
        astro::Secret token;
    };

    UpgradeAnswer upgrade(Client &client, const std::string &resource);
    void opened(Client &client);
    void message(Client &client, const std::string &text, bool is_text);
    void obey(Client &client, const Request &request);
    void subscribe(Client &client, const Request &request);
    void unsubscribe(Client &client, const Request &request);
    void respond(Client &client, const Request &request, const std::string &error, const std::string &text,
                 const std::string &room = {});
    void report_request(const Client &client, const Request &request, const Tokens::Verdict &verdict);
    std::string made_up_room(const astro::Secret &token);
    bool send(Client &client, const Json::Value &frame);
    /// By their connections' numbers, in the order in which they are sent.
    using Outgoing = std::vector<std::pair<int, std::string>>;
    Outgoing frames_for(const Publication &publication);
    static std::string frame_of(const Publication &publication, const Subscription &subscription);
    int send(const Outgoing &frames);
    template <typename Action>
    void for_each_open(Action action);

    const Options options_;
    Report &report_;
    Tokens tokens_;
    ReconnectTokens reconnect_tokens_;
    Faults faults_;
    std::map<int, Client> clients_;
    std::map<std::string, std::string> made_up_rooms_; ///< by token
    int last_number_ = 0;
    std::function<void()> when_subscribed_;
};

} // namespace astro_sim
