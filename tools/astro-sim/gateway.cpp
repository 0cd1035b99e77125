// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway.h"

#include "ids.h"

#include "support/json.h"

#include <charconv>
#include <chrono>
#include <set>

namespace astro_sim {
namespace {

using astro::json::string_member;

Json::Value envelope(const char *type)
{
    Json::Value frame(Json::objectValue);
    frame["id"] = new_ulid();
    frame["ts"] = timestamp();
    frame["type"] = type;
    return frame;
}

std::string url_decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        const char *digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

/// Of the clock that all programs on this computer share.
Json::Int64 monotonic_us()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// The query's member of this name; nothing when it is not there.
std::optional<std::string> query_member(std::string_view resource, std::string_view name)
{
    const auto mark = resource.find('?');
    std::string_view query = mark == std::string_view::npos ? std::string_view() : resource.substr(mark + 1);
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return url_decoded(pair.substr(equals + 1));
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return std::nullopt;
}

void fill_channel(Json::Value &data, const std::string &room)
{
    if (!data.isObject())
        return;
    if (data.isMember("channel"))
        data["channel"] = room;
    if (astro::json::at_path(data, "donation.user.channel"))
        data["donation"]["user"]["channel"] = room;
}

} // namespace

Gateway::Gateway(Options options, Report &report)
    : options_(std::move(options)),
      report_(report),
      tokens_(options_.tokens),
      reconnect_tokens_(options_.reconnect_token_lifetime)
{}

void Gateway::take(asio::ip::tcp::socket socket)
{
    const int number = ++last_number_;
    Client &client = clients_.emplace(number, Client(options_.strict_pace)).first->second; // a map's places stay
    client.number = number;
    Connection::Callbacks callbacks;
    callbacks.on_upgrade = [this, &client](const std::string &resource) { return upgrade(client, resource); };
    callbacks.on_open = [this, &client] { opened(client); };
    callbacks.on_message = [this, &client](const std::string &text, bool is_text) { message(client, text, is_text); };
    callbacks.on_pong = [this, number] { report_.event("pong", {{"connection", number}}); };
    callbacks.on_closed = [this, number](int code) {
        report_.event("closed", {{"connection", number}, {"code", code}});
        clients_.erase(number);
    };
    client.connection = Connection::accept(std::move(socket), options_.connection, std::move(callbacks));
    client.connection->mute(faults_.mute);
}

UpgradeAnswer Gateway::upgrade(Client &client, const std::string &resource)
{
    if (Faults::UpgradeRefusal &refusal = faults_.upgrade; refusal.count.on()) {
        refusal.count.use();
        report_.event("refused", {{"connection", client.number}, {"status", refusal.status}});
        return {refusal.status, refusal.retry_after};
    }
    if (const auto token = query_member(resource, "reconnect_token")) {
        auto subscriptions = reconnect_tokens_.redeem(*token);
        client.resumes = true;
        client.bad_resume = !subscriptions;
        client.subscriptions = std::move(subscriptions).value_or(Subscriptions());
    }
    return {};
}

void Gateway::opened(Client &client)
{
    if (client.bad_resume) {
        report_.event("refused", {{"connection", client.number}, {"why", "reconnect token unknown, used or expired"}});
        return client.connection->close(1008, "invalid reconnect token");
    }
    client.open = true;
    report_.event("connected", {{"connection", client.number}, {"resumed", client.resumes}});
    if (!options_.welcome)
        return;
    Json::Value frame = envelope("welcome");
    frame["data"]["message"] = "Welcome to astro-sim.";
    frame["data"]["client_id"] = new_ulid();
    send(client, frame);
}

void Gateway::message(Client &client, const std::string &text, bool is_text)
{
    if (!client.open)
        return;
    Request request;
    if (!client.rate.allows(CommandRate::Clock::now()))
        return respond(client, request, "rate_limit_exceeded", "too many commands");
    std::string why;
    const Json::Value frame = is_text ? astro::json::parse(text, why).value_or(Json::Value()) : Json::Value();
    if (!frame.isObject())
        return respond(client, request, "invalid_message", "a request is one JSON object in a text frame");
    request.type = string_member(frame, "type");
    request.nonce = string_member(frame, "nonce");
    const Json::Value &data = frame["data"];
    request.topic = string_member(data, "topic");
    request.room = string_member(data, "room");
    request.token_type = string_member(data, "token_type");
    request.token = astro::Secret(string_member(data, "token"));
    obey(client, request);
}

void Gateway::obey(Client &client, const Request &request)
{
    if (request.type == "subscribe")
        return subscribe(client, request);
    report_.event("request", {{"connection", client.number},
                              {"type", request.type.substr(0, 40)},
                              {"topic", request.topic},
                              {"room", request.room}});
    if (request.type == "unsubscribe")
        return unsubscribe(client, request);
    respond(client, request, "invalid_message_type", "known are subscribe and unsubscribe");
}

void Gateway::subscribe(Client &client, const Request &request)
{
    const auto type = known_token_type(request.token_type);
    const auto verdict = type ? tokens_.check(*type, request.token) : Tokens::Verdict{"unknown token_type", ""};
    report_request(client, request, verdict);

    if (const std::string error = faults_.error_for(request.topic); !error.empty())
        return respond(client, request, error, "astro-sim was told to answer so");
    if (request.topic.empty())
        return respond(client, request, "err_bad_request", "topic is missing");
    if (!type)
        return respond(client, request, "err_bad_request", verdict.refusal);
    if (!verdict.refusal.empty())
        return respond(client, request, "err_unauthorized", verdict.refusal);

    const std::string room = !verdict.room.empty()    ? verdict.room
                             : !request.room.empty()  ? request.room
                             : !options_.room.empty() ? options_.room
                                                      : made_up_room(request.token);
    const Subscription wanted{request.topic, room};
    Subscriptions &all = client.subscriptions;
    if (std::find(all.begin(), all.end(), wanted) != all.end())
        return respond(client, request, "err_bad_request", "already subscribed to topic");
    all.push_back(wanted);
    respond(client, request, "", "successfully subscribed to topic", room);
    if (when_subscribed_)
        when_subscribed_();
}

void Gateway::unsubscribe(Client &client, const Request &request)
{
    if (request.topic.empty())
        return respond(client, request, "err_bad_request", "topic is missing");
    Subscriptions &all = client.subscriptions;
    const auto kept = std::remove_if(all.begin(), all.end(), [&](const Subscription &one) {
        return one.topic == request.topic && (request.room.empty() || one.room == request.room);
    });
    const bool found = kept != all.end();
    all.erase(kept, all.end());
    if (found)
        respond(client, request, "", "successfully unsubscribed from topic", request.room);
    else
        respond(client, request, "err_bad_request", "not subscribed to topic");
}

void Gateway::respond(Client &client, const Request &request, const std::string &error, const std::string &text,
                      const std::string &room)
{
    Json::Value frame = envelope("response");
    if (!request.nonce.empty() && error != "rate_limit_exceeded")
        frame["nonce"] = request.nonce;
    frame["data"]["message"] = text;
    if (error.empty()) {
        frame["data"]["topic"] = request.topic;
        if (!room.empty())
            frame["data"]["room"] = room;
    } else {
        frame["error"] = error;
    }
    send(client, frame);
    report_.event("answered", {{"connection", client.number}, {"topic", request.topic}, {"error", error}});
}

void Gateway::report_request(const Client &client, const Request &request, const Tokens::Verdict &verdict)
{
    report_.event("request", {{"connection", client.number},
                              {"type", request.type},
                              {"topic", request.topic},
                              {"room", request.room},
                              {"token_type", known_token_type(request.token_type) ? request.token_type : "unknown"},
                              {"token", verdict.refusal.empty() ? "accepted" : "refused"}});
}

std::string Gateway::made_up_room(const astro::Secret &token)
{
    std::string &room = made_up_rooms_[token.reveal()];
    if (room.empty())
        room = random_hex(24);
    return room;
}

/// @return false when it is not sent: the connection is closing, or all is mute.
bool Gateway::send(Client &client, const Json::Value &frame)
{
    return !faults_.mute && client.connection->send_text(astro::json::write_compact(frame));
}

template <typename Action>
void Gateway::for_each_open(Action action)
{
    for (auto &[number, client] : clients_)
        if (client.open)
            action(client);
}

void Gateway::publish(const Publication &publication)
{
    const Outgoing all = frames_for(publication);
    const auto at = monotonic_us();
    report_.event("published",
                  {{"topic", publication.topic}, {"receivers", send(all)}, {"what", publication.what}, {"at_us", at}});
}

void Gateway::burst(const std::vector<Publication> &publications, const std::string &what)
{
    Outgoing all;
    for (const Publication &one : publications) {
        for (auto &addressed : frames_for(one))
            all.push_back(std::move(addressed));
    }
    const auto at = monotonic_us();
    report_.event("burst",
                  {{"frames", Json::UInt64(all.size())}, {"receivers", send(all)}, {"what", what}, {"at_us", at}});
}

Gateway::Outgoing Gateway::frames_for(const Publication &publication)
{
    Outgoing all;
    for_each_open([&](Client &client) {
        for (const Subscription &subscription : client.subscriptions) {
            const bool in_room = publication.room.empty() || publication.room == subscription.room;
            if (subscription.topic != publication.topic || !in_room)
                continue;
            for (int i = faults_.duplicate ? 2 : 1; i > 0; --i)
                all.emplace_back(client.number, frame_of(publication, subscription));
        }
    });
    return all;
}

std::string Gateway::frame_of(const Publication &publication, const Subscription &subscription)
{
    Json::Value frame = envelope("message");
    frame["topic"] = publication.topic;
    frame["room"] = subscription.room;
    frame["data"] = publication.data;
    if (publication.fill_channel)
        fill_channel(frame["data"], subscription.room);
    return astro::json::write_compact(frame);
}

/// @return how many connections were sent something.
int Gateway::send(const Outgoing &frames)
{
    std::set<int> receivers;
    for (const auto &[number, text] : frames) {
        if (!faults_.mute && clients_.at(number).connection->send_text(text))
            receivers.insert(number);
    }
    return static_cast<int>(receivers.size());
}

void Gateway::send_raw(const std::string &text)
{
    for_each_open([&](Client &client) { client.connection->send_text(text); });
}

void Gateway::send_binary(const std::string &bytes)
{
    for_each_open([&](Client &client) { client.connection->send_binary(bytes); });
}

void Gateway::announce_reconnect()
{
    for_each_open([&](Client &client) {
        Json::Value frame = envelope("reconnect");
        frame["data"]["message"] = "The server is shutting down.";
        frame["data"]["reconnect_token"] = reconnect_tokens_.issue(client.subscriptions);
        send(client, frame);
    });
}

void Gateway::drop_all()
{
    for (auto &[number, client] : clients_)
        client.connection->reset();
}

void Gateway::close_all(int code, const std::string &reason)
{
    for (auto &[number, client] : clients_)
        client.connection->close(code, reason);
}

void Gateway::mute(bool on)
{
    faults_.mute = on;
    for (auto &[number, client] : clients_)
        client.connection->mute(on);
}

bool Gateway::somebody_subscribed(const std::string &topic) const
{
    return std::any_of(clients_.begin(), clients_.end(),
                       [&](const auto &entry) { return has_topic(entry.second.subscriptions, topic); });
}

} // namespace astro_sim
