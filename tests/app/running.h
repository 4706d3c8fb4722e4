// SPDX-License-Identifier: GPL-3.0-or-later
// `switchyard run` as a script would use it.
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <vector>

inline QString program(const char* name) {
  return qEnvironmentVariable("SWITCHYARD_BIN") + u'/' + QLatin1String(name);
}

struct Outcome {
  int status = -1;
  QString out;
  QString err;
  QJsonObject report;

  int calls(const QString& server) const {
    return report[QStringLiteral("servers")].toObject()[server].toObject()[QStringLiteral("calls")].toInt(-1);
  }
  std::vector<int> sortedCalls() const {
    std::vector<int> all;
    const auto servers = report[QStringLiteral("servers")].toObject();
    for (const auto& name : servers.keys()) all.push_back(calls(name));
    std::sort(all.rbegin(), all.rend());
    return all;
  }
  QByteArray words() const { return (out + err).toUtf8(); }
};

/// `environment` is what differs from this program's own: "LC_ALL=de_DE.UTF-8".
inline Outcome runSwitchyard(const QTemporaryDir& folder, const QString& file, const QStringList& more = {},
                             const QStringList& environment = {}) {
  static int reports = 0;
  const auto report = folder.filePath(QStringLiteral("report-%1.json").arg(++reports));
  QProcess process;
  auto surroundings = QProcessEnvironment::systemEnvironment();
  for (const auto& one : environment) surroundings.insert(one.section(u'=', 0, 0), one.section(u'=', 1));
  process.setProcessEnvironment(surroundings);
  process.start(program("switchyard"),
                QStringList{QStringLiteral("run"), file, QStringLiteral("--report"), report} + more);
  Outcome outcome;
  if (!process.waitForFinished(60'000)) return outcome;
  outcome.status = process.exitCode();
  outcome.out = QString::fromUtf8(process.readAllStandardOutput());
  outcome.err = QString::fromUtf8(process.readAllStandardError());
  QFile json(report);
  if (json.open(QIODevice::ReadOnly)) outcome.report = QJsonDocument::fromJson(json.readAll()).object();
  return outcome;
}
