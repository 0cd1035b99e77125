// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever can be put back is put back, whatever happens meanwhile: each action of the table under each fate.
#include "studio/on_call.h"
#include "studio/undo_table.h"

#include "rules/action_types.h"

#include <gmock/gmock.h>

#include <csignal>
#include <set>

namespace {

using namespace studio_test;

class Undo : public OnCallTest {
protected:
    using Rows = std::vector<UndoRow *>;

    /// OBS with all that the table names. Another collection has the same, as the actions would leave it: what is put
    /// back there by mistake is seen.
    void begin(const std::string &window_option = "")
    {
        home_ = std::make_unique<ObsHome>(scenes("Stage"));
        rows_ = undo_rows(home_->folder());
        SceneCollection stage = scenes("Stage");
        Json::Value all = rules({something_else()});
        for (const Json::Value &one : rules_of_rows())
            all["rules"].append(one);
        for (const Json::Value &one : extra_rules_)
            all["rules"].append(one);
        build(stage, &State::first);
        stage.module("obs-astro", all);
        home_->add(stage);
        SceneCollection elsewhere = scenes("Elsewhere");
        build(elsewhere, &State::held);
        home_->add(elsewhere);
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->install("browser-stand-in", BROWSER_STAND_IN);
        home_->write_settings(settings(account(gateway_.url(), gateway_.ca_file().string())));
        if (!window_option.empty())
            home_->set_window_option(window_option);
        start_again();
    }

    /// Those that can be held at the same time: nearly all at once, and then one scene switch after the other.
    std::vector<Rows> rounds()
    {
        std::vector<Rows> all(1);
        for (UndoRow &row : rows_) {
            if (!row.is_of_scenes())
                all.front().push_back(&row);
        }
        for (UndoRow &row : rows_) {
            if (row.is_of_scenes())
                all.push_back({&row});
        }
        // The first of these disturbs nobody.
        all[0].push_back(all[1].front());
        all.erase(all.begin() + 1);
        return all;
    }

    /// Sets the actions off, each of which is held for longer than any test takes.
    void apply(const Rows &rows)
    {
        for (const UndoRow *row : rows)
            make_ready(*row);
        ask().forget_events();
        for (const UndoRow *row : rows)
            fire(row->name);
        expect(rows, &State::held);
    }

    /// Ends the actions as their time would.
    void end_actions(const Rows &rows)
    {
        for (const UndoRow *row : rows)
            EXPECT_FALSE(vendor("Skip", object({{"queue", row->name}})).isMember("error")) << row->name;
    }

    void expect(const Rows &rows, std::string State::*stand)
    {
        for (const UndoRow *row : rows) {
            for (const State &state : row->states) {
                std::string now;
                EXPECT_TRUE(wait_until([&] { return (now = read(state.thing)) == state.*stand; }, soon))
                    << row->name << ": " << state.thing.scene << ' ' << state.thing.part << " is " << now << " and not "
                    << state.*stand;
            }
        }
    }

    std::string read(const Thing &thing)
    {
        try {
            return thing.kind->read(ask(), thing);
        } catch (const Error &) {
            return "gone";
        }
    }

    /// Whatever was begun before has been done when this returns, switches that waited for a transition, too.
    void wait_for_all()
    {
        do_something_else();
        ask().wait_for_frames(10);
    }

    /// After apply(): until what it has switched is over for the ear, too. Just before that a scene stays where it is
    /// and comes back with its collection (see Lifecycle).
    void wait_for_transition(const Rows &rows)
    {
        const auto switches = [](const UndoRow *row) { return row->is_of_scenes() && !row->needs_studio_mode(); };
        if (std::none_of(rows.begin(), rows.end(), switches))
            return;
        ask().wait_for_event("SceneTransitionStarted", soon);
        ask().wait_for_event("SceneTransitionEnded", soon);
        ask().wait_for_frames(5);
    }

    /// What the plugin notes in the collection's file as to be put back.
    std::size_t pending() const
    {
        return std::filesystem::exists(home_->collection_file("Stage"))
                   ? home_->read_collection("Stage")["modules"]["obs-astro"]["pending"].size()
                   : 0;
    }

    /// As when it crashes, or the power fails, right after it has saved what it shows.
    /// @param held so much is to be put back then
    void save_and_kill(std::size_t held)
    {
        // OBS saves when there is a scene more.
        const std::string more = "One more " + std::to_string(++saved_);
        ask().call("CreateScene", object({{"sceneName", more}}));
        const auto saved = [&] {
            const auto file = home_->collection_file("Stage"); // moved away before the new one takes its place
            return std::filesystem::exists(file) && content(file).find('"' + more + '"') != std::string::npos;
        };
        ASSERT_TRUE(wait_until(saved, soon));
        EXPECT_EQ(pending(), held);
        obs_->kill();
        const auto killed = obs_->wait_for_end(soon);
        ASSERT_TRUE(killed);
        ASSERT_EQ(killed->exit.signal, SIGKILL);
    }

    static Rows of_sources(Rows rows)
    {
        rows.erase(std::remove_if(rows.begin(), rows.end(), [](const UndoRow *row) { return row->is_of_scenes(); }),
                   rows.end());
        return rows;
    }

    /// How much there is to put back.
    static std::size_t count_changed(const Rows &rows)
    {
        std::size_t count = 0;
        for (const UndoRow *row : rows) {
            count += static_cast<std::size_t>(std::count_if(
                row->states.begin(), row->states.end(), [](const State &state) { return state.first != state.held; }));
        }
        return count;
    }

    /// As in OBS, with all that follows.
    void rename(UndoRow &row)
    {
        const auto renamed = [&](std::string &name) {
            const bool is_scene = in_scene_list(name);
            const std::string next = name + " (2)";
            const auto answer =
                is_scene ? ask().request("SetSceneName", object({{"sceneName", name}, {"newSceneName", next}}))
                         : ask().request("SetInputName", object({{"inputName", name}, {"newInputName", next}}));
            EXPECT_TRUE(answer.ok) << name << ": " << answer.comment;
            name = next;
        };
        State &first = row.states.front();
        if (row.is_of_scenes()) {
            renamed(first.first);
            renamed(first.held);
            return;
        }
        if (row.kind()->part_is_filter) {
            const std::string next = first.thing.part + " (2)";
            ask().call("SetSourceFilterName", object({{"sourceName", first.thing.source},
                                                      {"filterName", first.thing.part},
                                                      {"newFilterName", next}}));
            first.thing.part = next;
        }
        for (State &state : row.states) {
            if (in_scene_list(state.thing.scene)) // obs-websocket renames no groups
                renamed(state.thing.scene);
        }
        renamed(first.thing.source);
        for (State &state : row.states)
            state.thing.source = first.thing.source;
    }

    std::vector<Json::Value> extra_rules_;
    std::vector<UndoRow> rows_;

private:
    std::vector<Json::Value> rules_of_rows() const
    {
        std::vector<Json::Value> all;
        for (const UndoRow &row : rows_) {
            Json::Value held = row.action;
            held["for_ms"] = 3'600'000;
            all.push_back(on_call(row.name, {held}, row.name));
        }
        return all;
    }

    void build(SceneCollection &collection, std::string State::*stand) const
    {
        for (const UndoRow &row : rows_) {
            for (const State &state : row.states) {
                state.thing.kind->build(collection, state.thing, state.*stand);
                if (row.is_of_scenes())
                    state.thing.kind->build(collection, state.thing, state.held);
            }
        }
        for (const UndoRow &row : rows_) {
            if (row.surroundings)
                row.surroundings(collection);
        }
    }

    /// A scene row begins with its first scene, after the other one.
    void make_ready(const UndoRow &row)
    {
        if (!row.is_of_scenes())
            return;
        const Json::Value studio_mode = ask().call("GetStudioModeEnabled")["studioModeEnabled"];
        if (studio_mode.asBool() != row.needs_studio_mode())
            ask().call("SetStudioModeEnabled", object({{"studioModeEnabled", row.needs_studio_mode()}}));
        const State &state = row.states.front();
        for (const std::string &scene : {state.held, state.first}) {
            state.thing.kind->write(ask(), state.thing, scene);
            EXPECT_TRUE(wait_until([&] { return read(state.thing) == scene; }, soon)) << scene;
            ask().wait_for_frames(5); // OBS takes no switch while it is with one
        }
    }

    bool in_scene_list(const std::string &name)
    {
        const Json::Value scenes = ask().call("GetSceneList")["scenes"];
        return std::any_of(scenes.begin(), scenes.end(),
                           [&](const Json::Value &scene) { return scene["sceneName"] == name; });
    }

    int saved_ = 0;
};

TEST(UndoTable, has_each_action_that_can_be_put_back)
{
    const TempFolder folder;
    std::set<std::string> there;
    for (const UndoRow &row : undo_rows(folder.path()))
        there.insert(row.action["type"].asString());
    std::set<std::string> wanted;
    for (const auto &type : astro::rules::action_types()) {
        if (type.can_undo())
            wanted.emplace(type.word);
    }
    EXPECT_THAT(there, testing::ContainerEq(wanted));
}

TEST_F(Undo, as_time_ends)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        end_actions(rows);
        expect(rows, &State::first);
    }
    end();
}

TEST_F(Undo, what_the_streamer_changed_meanwhile_stays)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        for (const UndoRow *row : rows) {
            for (const State &state : row->states)
                state.thing.kind->write(ask(), state.thing, state.theirs);
        }
        expect(rows, &State::theirs);
        end_actions(rows);
        wait_for_all();
        expect(rows, &State::theirs);
    }
    // At the next start, too.
    end();
    EXPECT_EQ(pending(), 0U);
}

TEST_F(Undo, what_was_deleted_meanwhile_hinders_nothing)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        for (const UndoRow *row : rows)
            ask().call(row->deletion, row->deleted);
        for (UndoRow *row : rows) {
            for (State &state : row->states) {
                if (row->is_of_scenes() && row->deleted["sceneName"] == state.held) {
                    EXPECT_TRUE(wait_until([&] { return read(state.thing) != state.held; }, soon)) << row->name;
                    ask().wait_for_frames(5);
                    state.when_deleted = read(state.thing);
                }
            }
        }
        // OBS lets go of an item whose source was deleted when it next draws that scene.
        for (UndoRow *row : rows) {
            for (State &state : row->states) {
                if (state.when_deleted == "gone" && read(state.thing) == state.held)
                    state.when_deleted = state.held;
            }
        }
        end_actions(rows);
        wait_for_all();
        expect(rows, &State::when_deleted);
    }
    end();
    EXPECT_EQ(pending(), 0U);
}

TEST_F(Undo, what_was_renamed_meanwhile_is_found)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        for (UndoRow *row : rows)
            rename(*row);
        expect(rows, &State::held);
        end_actions(rows);
        expect(rows, &State::first);
    }
    end();
}

TEST_F(Undo, another_collection_is_left_alone_and_this_one_is_put_back_before)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        wait_for_transition(rows);
        switch_collection("Elsewhere");
        EXPECT_EQ(pending(), 0U);
        if (rows.size() > 1)
            expect(of_sources(rows), &State::held); // as they stand there
        switch_collection("Stage");
        wait_for_all();
        expect(rows, &State::first);
    }
    end();
}

TEST_F(Undo, obs_closed)
{
    begin();
    for (const Rows &rows : rounds()) {
        apply(rows);
        end();
        EXPECT_EQ(pending(), count_changed(rows));
        start_again();
        expect(rows, &State::first);
    }
    end();
    EXPECT_EQ(pending(), 0U);
}

TEST_F(Undo, obs_closed_after_the_streamer_changed_it)
{
    begin();
    const Rows rows = rounds().front();
    apply(rows);
    for (const UndoRow *row : rows) {
        for (const State &state : row->states)
            state.thing.kind->write(ask(), state.thing, state.theirs);
    }
    expect(rows, &State::theirs);
    end();
    start_again();
    wait_for_all();
    expect(rows, &State::theirs);
    end();
}

TEST_F(Undo, obs_killed)
{
    begin("PreviewProgramMode=true"); // which OBS saves only at its end
    for (const Rows &rows : rounds()) {
        apply(rows);
        save_and_kill(count_changed(rows));
        start_again();
        expect(rows, &State::first);
    }
    end();
    EXPECT_EQ(pending(), 0U);
}

TEST_F(Undo, obs_killed_after_the_streamer_changed_it)
{
    begin();
    const Rows rows = rounds().front();
    apply(rows);
    for (const UndoRow *row : rows) {
        for (const State &state : row->states)
            state.thing.kind->write(ask(), state.thing, state.theirs);
    }
    expect(rows, &State::theirs);
    save_and_kill(count_changed(rows));
    start_again();
    wait_for_all();
    expect(of_sources(rows), &State::theirs);
    end();
    EXPECT_EQ(pending(), 0U);
}

TEST_F(Undo, obs_killed_after_a_rename)
{
    begin();
    const Rows rows = rounds().front();
    apply(rows);
    for (UndoRow *row : rows)
        rename(*row);
    save_and_kill(count_changed(rows));
    start_again();
    expect(rows, &State::first);
    end();
    EXPECT_EQ(pending(), 0U);
}

/// What OBS saves then is neither where the volume was nor where it was to be.
TEST_F(Undo, obs_killed_in_the_middle_of_fades)
{
    const std::string held = strange("volume"), for_good = strange("fade");
    const auto fade = [](const std::string &source, int for_ms) {
        return act("set_volume", {{"source", source}, {"volume_db", -60}, {"fade_ms", 20'000}, {"for_ms", for_ms}});
    };
    extra_rules_ = {on_call("held", {fade(held, 3'600'000)}), on_call("for good", {fade(for_good, 0)})};
    begin();
    const Thing held_volume{&things::volume, {}, held, {}, {}}, other_volume{&things::volume, {}, for_good, {}, {}};
    fire("held");
    fire("for good");
    EXPECT_TRUE(wait_until([&] { return read(held_volume) == "between" && read(other_volume) == "between"; }, soon));
    save_and_kill(2);
    start_again();
    EXPECT_TRUE(wait_until([&] { return read(held_volume) == "-3"; }, soon)) << read(held_volume);
    EXPECT_TRUE(wait_until([&] { return read(other_volume) == "-60"; }, soon)) << read(other_volume);
    end();
    EXPECT_EQ(pending(), 0U);
}

} // namespace
