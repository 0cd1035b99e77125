// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/ui_thread.h"

#include <QWidget>

#include <memory>
#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;
class QTreeWidget;

namespace astro::studio::dock {

class Steps;

/// A form for an invented event: which rules would fire, and why not the others, is seen at once; then it can be sent.
class TryPane : public QWidget {
public:
    /// Not all of it is there before `steps` are done.
    TryPane(QWidget *parent, Steps &steps, const Controls &controls, const UiThread &ui);
    ~TryPane() override;

    /// Rules changed: what is shown is asked anew.
    void ask_soon();
    /// What the answer depends on changed: likewise, where it is seen.
    void ask_when_seen();
    /// Accounts came or went.
    void show_accounts();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Field {
        std::string name;
        QLabel *label;
        QLineEdit *edit;
    };
    void make_accounts();
    void make_field(const std::string &name);
    void make_answer();
    void put_in_order();
    void fill_in();
    void show_rows();
    void ask();
    void send();
    events::Event event() const;
    void show_answer(const events::Event &event, const rules::Decisions &decisions);

    const Controls &controls_;
    const UiThread &ui_;
    QComboBox *kind_;
    QLabel *account_label_ = nullptr;
    QComboBox *account_ = nullptr;      ///< over which it comes; seen where there are several
    std::vector<std::string> accounts_; ///< as it offers them
    QFormLayout *form_ = nullptr;
    std::vector<Field> fields_;
    QTreeWidget *answer_ = nullptr;
    QPushButton *send_ = nullptr;
    QTimer *soon_;
    std::shared_ptr<TryPane *> self_; ///< empty once this is gone: an answer may come later
};

} // namespace astro::studio::dock
