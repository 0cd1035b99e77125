// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/try_pane.h"

#include "events/composed.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/steps.h"
#include "studio/dock/wrapping_tree.h"
#include "studio/event_text.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace astro::studio::dock {
namespace {

constexpr int typing_pause = 150; // ms
/// Those that a streamer thinks of; a kind shows the ones that its sample has.
constexpr std::array offered = {"user", "amount", "currency", "message", "months", "tier", "sender", "item", "roles"};

} // namespace

TryPane::TryPane(QWidget *parent, Steps &steps, const Controls &controls, const UiThread &ui)
    : QWidget(parent),
      controls_(controls),
      ui_(ui),
      kind_(new QComboBox(this)),
      soon_(new QTimer(this)),
      self_(std::make_shared<TryPane *>(this))
{
    for (const events::Kind kind : events::nameable_kinds()) {
        const std::string word{to_word(kind)};
        kind_->addItem(words(("Event." + word).c_str()), shown(word));
    }
    kind_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    kind_->setAccessibleName(words("Dock.Kind"));
    soon_->setSingleShot(true);
    soon_->setInterval(typing_pause);
    steps.then([this] { make_accounts(); });
    for (const char *name : offered)
        steps.then([this, name] { make_field(name); });
    steps.then([this] { make_answer(); });
    steps.then([this] { put_in_order(); });
}

void TryPane::make_accounts()
{
    account_label_ = new QLabel(words("Dock.Account"), this);
    account_ = new QComboBox(this);
    account_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    account_->setAccessibleName(words("Dock.Account"));
    account_label_->hide();
    account_->hide();
}

void TryPane::make_field(const std::string &name)
{
    auto *edit = new QLineEdit(this);
    auto *label = new QLabel(words(("Dock.Field." + name).c_str()), this);
    edit->setAccessibleName(label->text());
    connect(edit, &QLineEdit::textEdited, this, [this] { ask_soon(); });
    fields_.push_back({name, label, edit});
}

void TryPane::make_answer()
{
    answer_ = new WrappingTree(this);
    answer_->setHeaderLabel(words("Dock.Answer"));
    answer_->setRootIsDecorated(false);
    answer_->setAccessibleName(words("Dock.Answer"));
    send_ = new QPushButton(words("Dock.Send"), this);
    connect(send_, &QPushButton::clicked, this, [this] { send(); });
}

void TryPane::put_in_order()
{
    form_ = new QFormLayout;
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form_->addRow(words("Dock.Kind"), kind_);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addLayout(form_);
    all->addWidget(answer_, 1);
    all->addWidget(send_);
    // From top to bottom, not as they were made.
    QWidget *before = kind_;
    const auto comes_next = [&before](QWidget *next) { setTabOrder(std::exchange(before, next), next); };
    comes_next(account_);
    for (const Field &field : fields_)
        comes_next(field.edit);
    comes_next(answer_);
    comes_next(send_);
    connect(kind_, QOverload<int>::of(&QComboBox::currentIndexChanged), this, [this] { fill_in(); });
    connect(account_, QOverload<int>::of(&QComboBox::currentIndexChanged), this, [this] { ask_soon(); });
    connect(soon_, &QTimer::timeout, this, [this] { ask(); });
    fill_in();
}

TryPane::~TryPane()
{
    *self_ = nullptr;
}

void TryPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        ask_soon(); // the answer has colours of the theme before
}

void TryPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask_soon(); // what it depends on may have changed meanwhile
}

void TryPane::show_accounts()
{
    std::vector<std::string> names;
    for (const gateway::Status &status : controls_.statuses()) {
        if (!status.account.empty())
            names.push_back(status.account);
    }
    if (names == accounts_)
        return;
    accounts_ = std::move(names);
    const QString before = account_->currentText();
    account_->clear();
    for (const std::string &name : accounts_)
        account_->addItem(shown(name));
    account_->setCurrentIndex(std::max(account_->findText(before), 0));
    show_rows();
}

void TryPane::fill_in()
{
    const auto kind = events::kind_from(kind_->currentData().toString().toStdString());
    const events::Event sample = events::sample(kind.value_or(events::Kind::follow));
    for (const Field &field : fields_) {
        const std::string value = sample.shown(field.name);
        field.edit->setText(shown(value));
        // A chat message has roles, even where its sample has none.
        field.edit->setVisible(!value.empty() || (field.name == "roles" && kind == events::Kind::chat));
    }
    show_rows();
    ask_soon();
}

void TryPane::show_rows()
{
    // A row that is only hidden still takes room.
    while (form_->rowCount() > 1) {
        const QFormLayout::TakeRowResult row = form_->takeRow(1);
        delete row.labelItem;
        delete row.fieldItem;
    }
    const auto show = [this](QLabel *label, QWidget *field, bool fits) {
        field->setVisible(fits);
        label->setVisible(fits);
        if (fits)
            form_->addRow(label, field);
    };
    show(account_label_, account_, accounts_.size() > 1);
    for (const Field &field : fields_)
        show(field.label, field.edit, !field.edit->isHidden());
}

events::Event TryPane::event() const
{
    std::map<std::string, std::string> values;
    for (const Field &field : fields_) {
        if (!field.edit->isHidden())
            values[field.name] = field.edit->text().toStdString();
    }
    if (account_->count() > 0) // so that a rule for one account alone fires, too
        values["account"] = account_->currentText().toStdString();
    const auto kind = events::kind_from(kind_->currentData().toString().toStdString());
    return events::composed(events::sample(kind.value_or(events::Kind::follow)), values).event;
}

void TryPane::ask_soon()
{
    soon_->start();
}

void TryPane::ask_when_seen()
{
    if (isVisible())
        ask_soon();
}

void TryPane::ask()
{
    controls_.pipeline.explain(event(), [self = self_, ui = &ui_, asked = event()](rules::Decisions decisions) {
        ui->post([self, asked, decisions = std::move(decisions)] {
            if (*self)
                (*self)->show_answer(asked, decisions);
        });
    });
}

void TryPane::send()
{
    controls_.pipeline.send(event(), [self = self_, ui = &ui_, sent = event()](rules::Decisions decisions) {
        ui->post([self, sent, decisions = std::move(decisions)] {
            if (*self)
                (*self)->show_answer(sent, decisions);
        });
    });
}

void TryPane::show_answer(const events::Event &event, const rules::Decisions &decisions)
{
    answer_->clear();
    for (const rules::Decision &decision : decisions) {
        const std::string why = why_text(decision, event, texts());
        auto *row = new QTreeWidgetItem(answer_, {shown(decision.rule->name + "\n" + why)});
        row->setToolTip(0, plain_tip(shown(why)));
        if (!decision.fires())
            row->setForeground(0, palette().brush(QPalette::Disabled, QPalette::Text));
    }
    if (decisions.empty())
        new QTreeWidgetItem(answer_, {words("Dock.NoRule")});
}

} // namespace astro::studio::dock
