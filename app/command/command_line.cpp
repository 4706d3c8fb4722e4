// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/command_line.h"

#include "core/config/config.h"
#include "ui/charts/charts.h"

#include <QCommandLineParser>
#include <QStringList>

#include <algorithm>

namespace switchyard {
namespace {

constexpr const char* kSynopsis =
    "Usage:\n"
    "  switchyard [FILE]            open the window; FILE is a scenario (.json), a recording (.switchyard) "
    "or a haproxy.cfg\n"
    "  switchyard run FILE [...]    the same without a window; prints a table (switchyard run --help)\n"
    "  switchyard export FILE [...] a picture of FILE's board (switchyard export --help)\n"
    "  switchyard lessons [list | check [NAME...]]\n"
    "                               the lessons' names, or runs them, one line a claim\n"
    "  switchyard --help | --version\n"
    "\n"
    "Without FILE the window opens on the article's experiment: three servers, one balancer, three "
    "clients.\n";

CommandLine wrong(const QString& message) {
  CommandLine line;
  line.action = CommandLine::Action::wrong;
  line.message = message.toStdString();
  return line;
}

/// Parses into `parser`; a filled result means there is nothing more to do.
std::optional<CommandLine> parse(QCommandLineParser& parser, const QStringList& arguments,
                                 const char* command) {
  const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                QStringLiteral("Show this text."));
  parser.addOption(help);
  if (!parser.parse(arguments))
    return wrong(parser.errorText() +
                 QStringLiteral(" See 'switchyard %1 --help'.").arg(QLatin1String(command)));
  if (!parser.isSet(help)) return std::nullopt;
  CommandLine line;
  line.action = CommandLine::Action::help;
  line.message = parser.helpText().toStdString();
  return line;
}

std::optional<CommandLine> takeFile(const QCommandLineParser& parser, const char* command,
                                    std::string& file) {
  const auto files = parser.positionalArguments();
  if (files.size() != 1)
    return wrong(QStringLiteral("'switchyard %1' takes one FILE, not %2. See 'switchyard %1 --help'.")
                     .arg(QLatin1String(command))
                     .arg(files.size()));
  file = files.front().toStdString();
  return std::nullopt;
}

CommandLine parseRun(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral(
      "Runs FILE with real servers, balancer and clients, and prints a table. Ends with 0 only if the calls "
      "were "
      "made\n"
      "as FILE asks and answered, every count agrees and every claim in FILE holds; with 1 if not, and says "
      "what;\n"
      "with 2 when FILE or an option cannot be used."));
  parser.addPositionalArgument(QStringLiteral("FILE"),
                               QStringLiteral("A scenario (.json) or a haproxy.cfg."));
  const QCommandLineOption run_for(QStringLiteral("for"),
                                   QStringLiteral("Let the clients call for this time, e.g. 5s."),
                                   QStringLiteral("time"));
  const QCommandLineOption calls(QStringLiteral("calls"), QStringLiteral("Let each client make N calls."),
                                 QStringLiteral("N"));
  const QCommandLineOption report(QStringLiteral("report"), QStringLiteral("Write the numbers as JSON."),
                                  QStringLiteral("R.json"));
  const QCommandLineOption exports(
      QStringLiteral("export"),
      QStringLiteral("Write the board as png, svg or pdf, or the calls as csv; may repeat."),
      QStringLiteral("F"));
  const QCommandLineOption record(QStringLiteral("record"),
                                  QStringLiteral("Write a recording of every event."),
                                  QStringLiteral("F.switchyard"));
  const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark, projector or print."),
                                 QStringLiteral("name"), QStringLiteral("light"));
  const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("Size of pictures, 1 to 4."),
                                 QStringLiteral("factor"), QStringLiteral("1"));
  const QCommandLineOption as_written(
      QStringLiteral("listen-as-written"),
      QStringLiteral("Listen where FILE says, also beyond this computer. Without it, on loopback only."));
  parser.addOptions({run_for, calls, report, exports, record, theme, scale, as_written});
  if (const auto done = parse(parser, arguments, "run")) return *done;

  CommandLine line;
  line.action = CommandLine::Action::run;
  if (const auto error = takeFile(parser, "run", line.file)) return *error;
  if (parser.isSet(run_for) && parser.isSet(calls))
    return wrong(QStringLiteral("Give --for or --calls, not both."));
  if (parser.isSet(run_for)) {
    line.run_for = config::parseTime(parser.value(run_for).toStdString());
    if (!line.run_for || line.run_for->count() <= 0)
      return wrong(
          QStringLiteral("--for takes a time such as 5s or 500ms, not '%1'.").arg(parser.value(run_for)));
  }
  if (parser.isSet(calls)) {
    bool number = false;
    line.calls = parser.value(calls).toULongLong(&number);
    if (!number || *line.calls == 0)
      return wrong(QStringLiteral("--calls takes a number above 0, not '%1'.").arg(parser.value(calls)));
  }
  line.report = parser.value(report).toStdString();
  line.record = parser.value(record).toStdString();
  for (const auto& file : parser.values(exports)) line.exports.push_back(file.toStdString());
  line.theme = parser.value(theme).toStdString();
  line.scale = parser.value(scale).toDouble();
  line.as_written = parser.isSet(as_written);
  return line;
}

CommandLine parseExport(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Writes a picture of FILE's board: of a recording as it ended, of a scenario or "
                     "haproxy.cfg as it starts.\n"
                     "Ends with 0; with 1 when a recording was cut or damaged, so that the picture shows a "
                     "part of the run;\n"
                     "with 2 when nothing was written."));
  parser.addPositionalArgument(QStringLiteral("FILE"),
                               QStringLiteral("A recording, a scenario or a haproxy.cfg."));
  const QCommandLineOption board(QStringLiteral("board"), QStringLiteral("The whole board (the default)."));
  const QCommandLineOption canvas(QStringLiteral("canvas"), QStringLiteral("The canvas alone."));
  QStringList names;
  for (const auto& one : charts()) names << one.key;
  const QCommandLineOption chart(QStringLiteral("chart"),
                                 QStringLiteral("One chart: %1.").arg(names.join(QStringLiteral(", "))),
                                 QStringLiteral("NAME"));
  const QCommandLineOption output(
      QStringLiteral("o"),
      QStringLiteral("The file to write: .png, .svg, .pdf or .csv; of a recording also "
                     ".webp, its last five seconds."),
      QStringLiteral("F"));
  const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark, projector or print."),
                                 QStringLiteral("name"), QStringLiteral("light"));
  const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("Size of a PNG, 1 to 4."),
                                 QStringLiteral("factor"), QStringLiteral("1"));
  parser.addOptions({board, canvas, chart, output, theme, scale});
  if (const auto done = parse(parser, arguments, "export")) return *done;

  CommandLine line;
  line.action = CommandLine::Action::export_picture;
  if (const auto error = takeFile(parser, "export", line.file)) return *error;
  if (parser.isSet(board) + parser.isSet(canvas) + parser.isSet(chart) > 1)
    return wrong(QStringLiteral("Give one of --board, --canvas and --chart."));
  line.part = parser.isSet(canvas)  ? "canvas"
              : parser.isSet(chart) ? parser.value(chart).toStdString()
                                    : "board";
  line.output = parser.value(output).toStdString();
  if (line.output.empty()) return wrong(QStringLiteral("Say where to write the picture: -o FILE.png"));
  line.theme = parser.value(theme).toStdString();
  line.scale = parser.value(scale).toDouble();
  return line;
}

CommandLine parseLessons(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Lists the lessons that come with Switchyard, or runs them without a window, one line a "
                     "claim.\n"
                     "'check' ends with 0 only if every claim of every lesson holds; with 1 if not."));
  parser.addPositionalArgument(QStringLiteral("list | check"),
                               QStringLiteral("What to do; list if left out."),
                               QStringLiteral("[list | check [NAME...]]"));
  if (const auto done = parse(parser, arguments, "lessons")) return *done;

  const auto words = parser.positionalArguments();
  const auto what = words.value(0, QStringLiteral("list"));
  CommandLine line;
  if (what == QLatin1String("check")) {
    line.action = CommandLine::Action::check_lessons;
    for (const auto& name : words.mid(1)) line.lessons.push_back(name.toStdString());
  } else if (what == QLatin1String("list") && words.size() <= 1) {
    line.action = CommandLine::Action::list_lessons;
  } else {
    return wrong(QStringLiteral("'switchyard lessons' takes 'list' or 'check [NAME...]', not '%1'.")
                     .arg(words.join(QLatin1Char(' '))));
  }
  return line;
}

CommandLine checked(CommandLine line) {
  if (line.action != CommandLine::Action::run && line.action != CommandLine::Action::export_picture)
    return line;
  const auto themes = {"light", "dark", "projector", "print"};
  if (std::find(themes.begin(), themes.end(), line.theme) == themes.end())
    return wrong(QStringLiteral("--theme takes light, dark, projector or print, not '%1'.")
                     .arg(QString::fromStdString(line.theme)));
  if (!(line.scale >= 1 && line.scale <= 4))
    return wrong(QStringLiteral("--scale takes a number from 1 to 4."));
  return line;
}

}  // namespace

CommandLine parseCommandLine(const std::vector<std::string>& arguments) {
  QStringList words;
  for (const auto& argument : arguments) words << QString::fromStdString(argument);
  const auto first = words.value(1);
  const auto rest = QStringList{words.value(0) + QLatin1Char(' ') + first} + words.mid(2);
  if (first == QLatin1String("run")) return checked(parseRun(rest));
  if (first == QLatin1String("export")) return checked(parseExport(rest));
  if (first == QLatin1String("lessons")) return parseLessons(rest);

  CommandLine line;
  if (first == QLatin1String("--help") || first == QLatin1String("-h")) {
    line.action = CommandLine::Action::help;
    line.message = kSynopsis;
  } else if (first == QLatin1String("--version")) {
    line.action = CommandLine::Action::version;
  } else if (first.startsWith(QLatin1Char('-')) || words.size() > 2) {
    return wrong(QStringLiteral("'%1' is not understood. See 'switchyard --help'.")
                     .arg(first.startsWith(QLatin1Char('-')) ? first : words.value(2)));
  } else {
    line.file = first.toStdString();
  }
  return line;
}

}  // namespace switchyard
