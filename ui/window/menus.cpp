// SPDX-License-Identifier: GPL-3.0-or-later
// The window's menus and the dialogs that they open.
#include "ui/board/board.h"
#include "ui/export/picture.h"
#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

namespace switchyard {

QMenu* MainWindow::exportMenu() {
  auto* menu = new QMenu(this);
  const auto add = [&](const QString& words, const QString& part, const QString& ending) {
    menu->addAction(words, this, [=, this] { chooseExport(part, ending); });
  };
  add(tr("The board as a picture (PNG)…"), QStringLiteral("board"), QStringLiteral("png"));
  add(tr("The board for print (PDF)…"), QStringLiteral("board"), QStringLiteral("pdf"));
  add(tr("The board as a drawing (SVG)…"), QStringLiteral("board"), QStringLiteral("svg"));
  add(tr("The canvas alone (PNG)…"), QStringLiteral("canvas"), QStringLiteral("png"));
  add(tr("The canvas alone (SVG)…"), QStringLiteral("canvas"), QStringLiteral("svg"));
  add(tr("The last five seconds of the canvas, moving (WebP)…"), QStringLiteral("canvas"),
      QStringLiteral("webp"));
  menu->addSeparator();
  add(tr("The numbers as a table (CSV)…"), QStringLiteral("board"), QStringLiteral("csv"));
  menu->addSeparator();
  menu->addAction(tr("Save a recording…"), this, [this] {
    const auto file = QFileDialog::getSaveFileName(
        this, tr("Save a recording"), name_ + QStringLiteral(".switchyard"), tr("Recordings (*.switchyard)"));
    if (!file.isEmpty()) Q_EMIT recordingRequested(file);
  });
  return menu;
}

QMenu* MainWindow::moreMenu() {
  auto* menu = new QMenu(this);
  auto* themes = menu->addMenu(tr("Theme"));
  const std::pair<Theme::Name, QString> kThemes[] = {{Theme::Name::light, tr("Light")},
                                                     {Theme::Name::dark, tr("Dark")},
                                                     {Theme::Name::projector, tr("Projector")}};
  for (const auto& [name, words] : kThemes)
    themes->addAction(words, this, [this, name = name] { Q_EMIT themeChosen(name); });
  auto* languages = menu->addMenu(tr("Language"));
  languages->addAction(QStringLiteral("English"), this,
                       [this] { Q_EMIT languageChosen(QStringLiteral("en")); });
  languages->addAction(QStringLiteral("Tiếng Việt"), this,
                       [this] { Q_EMIT languageChosen(QStringLiteral("vi")); });
  auto* witnesses = menu->addMenu(tr("As seen by (W)"));
  const std::pair<std::optional<Witness>, QString> kWitnesses[] = {{std::nullopt, tr("All witnesses")},
                                                                   {Witness::client, tr("The clients")},
                                                                   {Witness::balancer, tr("The balancer")},
                                                                   {Witness::server, tr("The servers")}};
  for (const auto& [witness, words] : kWitnesses)
    witnesses->addAction(words, this, [this, witness = witness] { setWitness(witness); });
  auto* motion = menu->addAction(tr("Reduced motion"));
  motion->setCheckable(true);
  connect(motion, &QAction::toggled, this, &MainWindow::reducedMotionChosen);
  menu->addSeparator();
  menu->addAction(tr("Add a server (S)"), &control_, [this] { control_.addServer(); });
  menu->addAction(tr("Add a client (C)"), &control_, [this] { control_.addClient(); });
  menu->addAction(tr("Heal all (H)"), &control_, &Control::healAll);
  menu->addSeparator();
  menu->addAction(tr("Keys and about (F1)"), this, &MainWindow::about);
  return menu;
}

void MainWindow::chooseFile() {
  const auto file = QFileDialog::getOpenFileName(
      this, tr("Open"), windowFilePath(),
      tr("Everything to open (*.cfg *.json *.switchyard);;Configurations (*.cfg);;Scenarios (*.json);;"
         "Recordings (*.switchyard);;All files (*)"));
  if (!file.isEmpty()) Q_EMIT fileChosen(file);
}

void MainWindow::chooseExport(const QString& part, const QString& ending) {
  const auto file = QFileDialog::getSaveFileName(this, tr("Export"), name_ + QLatin1Char('.') + ending,
                                                 tr("Pictures and tables (*.png *.svg *.pdf *.webp *.csv)"));
  if (!file.isEmpty()) Q_EMIT exportRequested(part, file);
}

void MainWindow::about() {
  QDialog dialog(this);
  dialog.setWindowTitle(tr("Switchyard"));
  auto* column = new QVBoxLayout(&dialog);
  QString keys;
  for (const auto* shortcut : findChildren<QShortcut*>())
    keys += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                .arg(shortcut->key().toString(QKeySequence::NativeText), shortcut->whatsThis());
  auto* words = new QLabel(
      tr("<h3>Switchyard %1</h3><p>A laboratory for gRPC load balancing: real servers, real clients and a "
         "real balancer on this computer.<br>Qt %2 · GPL-3.0-or-later</p>")
              .arg(QStringLiteral(SWITCHYARD_VERSION), QString::fromLatin1(qVersion())) +
          QStringLiteral("<table>") + keys + QStringLiteral("</table>"),
      &dialog);
  words->setTextFormat(Qt::RichText);
  column->addWidget(words);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
  connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  column->addWidget(buttons);
  dialog.exec();
}

}  // namespace switchyard
