// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the desktop changes no number that a program reads. ./test.sh locale runs all other tests
// so.
#include "tests/app/article_on_free_ports.h"
#include "tests/app/running.h"

#include <QFileInfo>
#include <QTest>

#include <clocale>

class LocaleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aScenarioRunsTheSameInEachLanguage_data() {
    QTest::addColumn<QByteArray>("locale");
    QTest::addColumn<QByteArray>("point");
    QTest::newRow("plain") << QByteArray("C.UTF-8") << QByteArray(".");
    QTest::newRow("German") << QByteArray("de_DE.UTF-8") << QByteArray(",");
    QTest::newRow("Vietnamese") << QByteArray("vi_VN.UTF-8") << QByteArray(",");
    QTest::newRow("Pashto, whose point has two bytes") << QByteArray("ps_AF.UTF-8") << QByteArray("٫");
  }
  void aScenarioRunsTheSameInEachLanguage() {
    QFETCH(QByteArray, locale);
    QFETCH(QByteArray, point);
    QVERIFY2(std::setlocale(LC_NUMERIC, locale) != nullptr, "scripts/make_locales.sh has not made it");
    QCOMPARE(QByteArray(std::localeconv()->decimal_point), point);
    std::setlocale(LC_NUMERIC, "C");

    const auto outcome =
        runSwitchyard(folder_, eighthsFail(), {}, {QStringLiteral("LC_ALL=") + QString::fromLatin1(locale)});
    QVERIFY2(outcome.status == 0, outcome.words());
    QVERIFY2(!outcome.err.contains(QStringLiteral("problem:")), outcome.words());
    QVERIFY2(outcome.out.contains(QStringLiteral("0.33 of 1")), outcome.words());
  }

 private:
  /// Fractions on each way: a server's share of failures, a client's rate, a claim's bounds.
  QString eighthsFail() {
    const auto configuration = articleOn(folder_, freePorts(4));
    return writeFile(folder_, QStringLiteral("eighths.json"),
                     R"({"version": 1, "name": "one of eight fails", "haproxy": ")" +
                         QFileInfo(configuration).fileName().toUtf8() + R"(",
      "servers": {"srv01": {"fail": "12.5%"}, "srv02": {"fail": "12.5%"}, "srv03": {"fail": "12.5%"}},
      "clients": [{"name": "caller", "calls": 40, "rate": 200.5}],
      "claims": [{"text": "5 of 40 fail", "at": "/clients/caller/errors/UNAVAILABLE", "is": 5},
                 {"text": "one server has all", "at": "/fairness", "at_least": 0.33, "at_most": 0.34}]})");
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(LocaleTest)
#include "locale_test.moc"
