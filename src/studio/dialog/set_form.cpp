// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/set_form.h"

#include "studio/actions/lookup.h"
#include "studio/dialog/form_values.h"
#include "studio/locale.h"
#include "support/text.h"

#include <algorithm>
#include <chrono>

namespace astro::studio {
namespace {

using rules::Guard;
using rules::Label;
using rules::Queue;

constexpr std::size_t spare_rows = 2;
constexpr std::string_view label_prefix = "set.label.";
constexpr std::string_view queue_prefix = "set.queue.";

const std::vector<std::string> when_full_words{"drop_new", "drop_old"};
const std::vector<std::string> guard_words{"hold", "drop"};

std::string row_of(std::string_view prefix, std::size_t row)
{
    return std::string(prefix) + std::to_string(row) + ".";
}

void edit_label(Label &label, const std::string &member, const std::string &value)
{
    if (member == "source")
        label.source = value;
    else if (member == "text")
        label.text = value;
}

/// A queue is known by its name: its rules go along, an empty or taken one waits until more is typed.
void name_queue(Draft &draft, Queue &queue, const std::string &wanted)
{
    const rules::RuleSet &set = draft.rules;
    const bool taken = std::any_of(set.queues.begin(), set.queues.end(),
                                   [&](const Queue &other) { return &other != &queue && other.name == wanted; });
    if (wanted.empty() || taken)
        return;
    // Of two of a name the first is the one that the rules are in.
    const auto counts = std::find_if(set.queues.begin(), set.queues.end(),
                                     [&](const Queue &other) { return other.name == queue.name; });
    if (!queue.name.empty() && &*counts == &queue)
        draft.rename(rules::Rename::of_our(rules::Rename::Of::queue, queue.name, wanted));
    queue.name = wanted;
}

void edit_queue(Draft &draft, Queue &queue, const std::string &member, const std::string &name, obs_data_t *fields)
{
    const std::string value = obs_data_get_string(fields, name.c_str());
    if (member == "name")
        name_queue(draft, queue, std::string(text::trim(value)));
    else if (member == "gap_ms")
        queue.gap = std::chrono::milliseconds(obs_data_get_int(fields, name.c_str()));
    else if (member == "limit")
        queue.limit = obs_data_get_int(fields, name.c_str());
    else if (member == "when_full")
        queue.when_full = value == when_full_words[0] ? Queue::WhenFull::drop_new : Queue::WhenFull::drop_old;
}

/// The first queue that a rule names and nobody described, else a new one.
Queue new_queue(const rules::RuleSet &set)
{
    const auto described = [&](const std::string &name) {
        return std::any_of(set.queues.begin(), set.queues.end(), [&](const Queue &q) { return q.name == name; });
    };
    Queue queue;
    for (const rules::Rule &rule : set.rules) {
        if (!rule.queue.empty() && !described(rule.queue)) {
            queue.name = rule.queue;
            return queue;
        }
    }
    queue.name = text("Queue.NewName");
    for (int number = 2; described(queue.name); ++number)
        queue.name = text("Queue.NewName") + " " + std::to_string(number);
    return queue;
}

template <class T>
bool remove_row(std::vector<T> &all, const std::string &name, std::string_view prefix, Deletions &deletions)
{
    const auto row = row_field(name, prefix);
    if (!row || row->row >= all.size())
        return false;
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(row->row);
    deletions.add({*here, row->row, ""});
    all.erase(here);
    return true;
}

} // namespace

bool SetForm::outgrown(const rules::RuleSet &set) const
{
    return set.labels.size() > label_rows_ || set.queues.size() > queue_rows_;
}

void SetForm::show(FormBuilder &form, const Draft &draft, bool build)
{
    const rules::RuleSet &set = draft.rules;
    if (build) {
        label_rows_ = set.labels.size() + spare_rows;
        queue_rows_ = set.queues.size() + spare_rows;
    }
    form.enter_group("set", text("Set.Group"), true);
    form.toggle("set.open", "Set.Open", true, open_);
    show_labels(form, set);
    form.button("set.add_label", "Label.Add", open_);
    const Deleted *label = draft.deletions.last(Deleted::From::labels);
    form.button("set.bring_back_label", "Label.BringBack", open_ && label,
                {label ? std::get<Label>(label->what).source : ""});
    show_queues(form, set);
    form.button("set.add_queue", "Queue.Add", open_);
    const Deleted *queue = draft.deletions.last(Deleted::From::queues);
    form.button("set.bring_back_queue", "Queue.BringBack", open_ && queue,
                {queue ? std::get<Queue>(queue->what).name : ""});
    form.list("set.guard", "Guard.Scenes", open_,
              open_ ? choices_of_several(names(lookup::scene_names()), set.guard.scenes) : std::vector<Choice>(), "");
    form.list("set.guard_mode", "Guard.Mode", open_ && !set.guard.scenes.empty(), words(guard_words, "Guard."),
              guard_words[set.guard.mode == Guard::Mode::hold ? 0 : 1]);
    form.toggle("set.overlay_buttons", "Set.OverlayButtons", open_, set.overlay_buttons);
    form.leave();
}

void SetForm::show_labels(FormBuilder &form, const rules::RuleSet &set)
{
    for (std::size_t i = 0; i < label_rows_; ++i) {
        const bool used = open_ && i < set.labels.size();
        const Label label = used ? set.labels[i] : Label();
        const bool readable = used && label.unreadable.isNull();
        const std::string row = row_of(label_prefix, i);
        const std::string number = std::to_string(i + 1);
        form.enter_group(row + "group", text("Label.Group", {number}), used);
        form.info(row + "kept", "Action.Kept", used && !readable, html_excerpt(label.unreadable));
        form.list(row + "source", "Label.Source", readable,
                  readable ? names(lookup::source_names_that(lookup::is_text)) : std::vector<Choice>(), label.source);
        form.text(row + "text", "Label.Text", readable, label.text);
        form.button(row + "remove", "Label.Remove", used, {number});
        form.leave();
    }
}

void SetForm::show_queues(FormBuilder &form, const rules::RuleSet &set)
{
    for (std::size_t i = 0; i < queue_rows_; ++i) {
        const bool used = open_ && i < set.queues.size();
        const Queue queue = used ? set.queues[i] : Queue();
        const bool readable = used && queue.unreadable.isNull();
        const std::string row = row_of(queue_prefix, i);
        const std::string number = std::to_string(i + 1);
        form.enter_group(row + "group", text("Queue.Group", {number}), used);
        form.info(row + "kept", "Action.Kept", used && !readable, html_excerpt(queue.unreadable));
        form.text(row + "name", "Queue.Name", readable, queue.name);
        form.milliseconds(row + "gap_ms", "Queue.Gap", readable, queue.gap.count());
        form.number(row + "limit", "Queue.Limit", readable, queue.limit,
                    {0, static_cast<int>(Queue::most_waiting), 1, ""});
        form.list(row + "when_full", "Queue.WhenFull", readable, words(when_full_words, "Queue."),
                  when_full_words[queue.when_full == Queue::WhenFull::drop_new ? 0 : 1]);
        form.button(row + "remove", "Queue.Remove", used, {number});
        form.leave();
    }
}

bool SetForm::edit(Draft &draft, const std::string &name, obs_data_t *fields)
{
    rules::RuleSet &set = draft.rules;
    const std::string value = obs_data_get_string(fields, name.c_str());
    if (name == "set.open") {
        open_ = obs_data_get_bool(fields, name.c_str());
        return true;
    }
    if (name == "set.guard") {
        add_or_take_away(set.guard.scenes, value);
        return true;
    }
    if (name == "set.guard_mode") {
        set.guard.mode = value == guard_words[0] ? Guard::Mode::hold : Guard::Mode::drop;
    } else if (name == "set.overlay_buttons") {
        set.overlay_buttons = obs_data_get_bool(fields, name.c_str());
    } else if (const auto label = row_field(name, label_prefix); label && label->row < set.labels.size()) {
        edit_label(set.labels[label->row], label->member, value);
    } else if (const auto queue = row_field(name, queue_prefix); queue && queue->row < set.queues.size()) {
        edit_queue(draft, set.queues[queue->row], queue->member, name, fields);
    }
    return false;
}

bool SetForm::click(Draft &draft, const std::string &name)
{
    rules::RuleSet &set = draft.rules;
    if (name == "set.add_label") {
        Label label;
        label.text = text("Label.NewText");
        set.labels.push_back(std::move(label));
        return true;
    }
    if (name == "set.add_queue") {
        set.queues.push_back(new_queue(set));
        return true;
    }
    if (name == "set.bring_back_label" || name == "set.bring_back_queue") {
        draft.deletions.bring_back(set);
        return true;
    }
    return remove_row(set.labels, name, label_prefix, draft.deletions) ||
           remove_row(set.queues, name, queue_prefix, draft.deletions);
}

} // namespace astro::studio
