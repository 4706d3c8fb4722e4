// SPDX-License-Identifier: GPL-3.0-or-later
// The article's configuration, moved to ports that are free on this machine.
#pragma once

#include <QFile>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <memory>
#include <vector>

/// How long six processes may take to start, milliseconds.
constexpr int kBusyMachine = 30'000;

/// Ports that were free a moment ago, all different.
inline std::vector<int> freePorts(int count) {
  std::vector<std::unique_ptr<QTcpServer>> held;
  std::vector<int> ports;
  for (int i = 0; i < count; ++i) {
    held.push_back(std::make_unique<QTcpServer>());
    held.back()->listen(QHostAddress::LocalHost, 0);
    ports.push_back(held.back()->serverPort());
  }
  return ports;
}

/// A port that is taken, and where nobody answers.
class TakenPort {
 public:
  TakenPort() { socket_.bind(QHostAddress::LocalHost, 0, QAbstractSocket::DontShareAddress); }
  int number() const { return socket_.localPort(); }

 private:
  QTcpSocket socket_;
};

/// Another loopback address stands for another computer. Asked by a call, since who listens there himself
/// stands in the balancer's way.
inline bool listensOnLoopbackOnly(int port) {
  QTcpSocket probe;
  probe.connectToHost(QHostAddress(QStringLiteral("127.0.0.2")), static_cast<quint16>(port));
  return !probe.waitForConnected(kBusyMachine);
}

inline QString writeFile(const QTemporaryDir& folder, const QString& name, const QByteArray& content) {
  QFile file(folder.filePath(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
    qFatal("cannot write a test file");
  return file.fileName();
}

/// Listens on the first of `ports` at `host`, with a server on each of the others.
inline QString articleOn(const QTemporaryDir& folder, const std::vector<int>& ports,
                         const QByteArray& host = "127.0.0.1") {
  QFile original(qEnvironmentVariable("SWITCHYARD_SCENARIOS") + QStringLiteral("/article.cfg"));
  if (!original.open(QIODevice::ReadOnly)) qFatal("the article's file is missing");
  QByteArray text;
  std::size_t server = 1;
  for (auto line : original.readAll().split('\n')) {
    line.replace("*:8443", host + ':' + QByteArray::number(ports[0]));
    const auto at = line.indexOf("127.0.0.1:5005");
    if (at >= 0) {
      if (server == ports.size()) continue;
      line = line.left(at) + "127.0.0.1:" + QByteArray::number(ports[server++]);
    }
    text += line + '\n';
  }
  static int files = 0;
  return writeFile(folder, QStringLiteral("haproxy-%1.cfg").arg(++files), text);
}
