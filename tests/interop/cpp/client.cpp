// SPDX-License-Identifier: GPL-3.0-or-later
// A C++ gRPC client.   client HOST:PORT
#include <grpcpp/grpcpp.h>
#include <matrix.grpc.pb.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using nlohmann::json;
using switchyard::interop::Answer;
using switchyard::interop::Ask;
using switchyard::interop::Matrix;
using namespace std::chrono_literals;

namespace {

constexpr int kLarge = 4'000'000;

std::string nameOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "OK";
    case grpc::StatusCode::CANCELLED:
      return "CANCELLED";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    default:
      return "status " + std::to_string(code);
  }
}

struct Failed {
  grpc::Status status;
};

void check(const grpc::Status& status) {
  if (!status.ok()) throw Failed{status};
}

struct Call : grpc::ClientContext {
  explicit Call(std::chrono::milliseconds deadline = 20s) {
    set_deadline(std::chrono::system_clock::now() + deadline);
  }
};

Ask ask(const std::string& payload) {
  Ask ask;
  ask.set_payload(payload);
  return ask;
}

std::string hex(const std::string& bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string digits;
  for (const unsigned char byte : bytes) {
    digits += kDigits[byte >> 4];
    digits += kDigits[byte & 15];
  }
  return digits;
}

json text(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  std::vector<std::string> lines;
  for (const auto& [name, content] : metadata) {
    const std::string key(name.data(), name.size()), value(content.data(), content.size());
    if (key.starts_with("x-")) lines.push_back(key + '=' + (key.ends_with("-bin") ? hex(value) : value));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

class Cases {
 public:
  explicit Cases(const std::string& target) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stub_ = Matrix::NewStub(grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments));
  }

  json unary() {
    Call call;
    Answer answer;
    check(stub_->Unary(&call, ask("hello"), &answer));
    return answer.payload();
  }

  json serverStreaming() {
    Call call;
    Ask twenty;
    twenty.set_count(20);
    const auto answers = stub_->Download(&call, twenty);
    json counts = json::array();
    for (Answer answer; answers->Read(&answer);) counts.push_back(answer.count());
    check(answers->Finish());
    return counts;
  }

  json clientStreaming() {
    Call call;
    Answer answer;
    const auto asks = stub_->Upload(&call, &answer);
    for (int number = 0; number < 10; ++number) asks->Write(ask(std::to_string(number)));
    asks->WritesDone();
    check(asks->Finish());
    return {answer.count(), answer.payload()};
  }

  json bidirectional() {
    Call call;
    const auto talk = stub_->Talk(&call);
    json payloads = json::array();
    for (int number = 0; number < 10; ++number) {
      talk->Write(ask(std::to_string(number)));
      Answer answer;
      if (talk->Read(&answer)) payloads.push_back(answer.payload());
    }
    talk->WritesDone();
    check(talk->Finish());
    return payloads;
  }

  json deadline() {
    Call call(300ms);
    Ask slow;
    slow.set_delay_ms(3000);
    Answer answer;
    const auto began = std::chrono::steady_clock::now();
    const auto status = stub_->Unary(&call, slow, &answer);
    return {nameOf(status.error_code()), std::chrono::steady_clock::now() - began < 2s ? "in time" : "late"};
  }

  json cancellation() {
    Call call;
    const auto talk = stub_->Talk(&call);
    talk->Write(ask("first"));
    Answer answer;
    talk->Read(&answer);
    const int opened = openTalks();
    call.TryCancel();
    const auto status = talk->Finish();
    int left = openTalks();
    for (int turn = 0; turn < 100 && left > 0; ++turn) {
      std::this_thread::sleep_for(50ms);
      left = openTalks();
    }
    return {nameOf(status.error_code()), opened, left};
  }

  json largeMessages() {
    Call call;
    auto large = ask(std::string(kLarge, '\xa5'));
    large.set_answer_bytes(kLarge);
    Answer answer;
    check(stub_->Unary(&call, large, &answer));
    return {answer.count(), answer.payload().size(), answer.payload() == std::string(kLarge, '\x5a')};
  }

  json metadata() {
    Call call;
    call.AddMetadata("x-word", "one");
    call.AddMetadata("x-word", "two");
    call.AddMetadata("x-bytes-bin", std::string("\x00\xff\n\r=", 5));
    Answer answer;
    check(stub_->Unary(&call, Ask(), &answer));
    return {text(call.GetServerInitialMetadata()), text(call.GetServerTrailingMetadata())};
  }

  json errorStatus() {
    Call call;
    Ask failing;
    failing.set_status(grpc::StatusCode::NOT_FOUND);
    Answer answer;
    const auto status = stub_->Unary(&call, failing, &answer);
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    const auto& trailers = call.GetServerTrailingMetadata();
    const auto detail = trailers.find("detail-bin");
    return {
        nameOf(status.error_code()), status.error_message(),
        detail != trailers.end() && std::string(detail->second.data(), detail->second.size()) == every_byte};
  }

 private:
  int openTalks() {
    Call call;
    Answer answer;
    check(stub_->OpenTalks(&call, Ask(), &answer));
    return answer.count();
  }

  std::unique_ptr<Matrix::Stub> stub_;
};

}  // namespace

int main(int, char** argv) {
  Cases cases(argv[1]);
  const std::vector<std::pair<std::string, json (Cases::*)()>> kCases{
      {"unary", &Cases::unary},
      {"server_streaming", &Cases::serverStreaming},
      {"client_streaming", &Cases::clientStreaming},
      {"bidirectional", &Cases::bidirectional},
      {"deadline", &Cases::deadline},
      {"cancellation", &Cases::cancellation},
      {"large_messages", &Cases::largeMessages},
      {"metadata", &Cases::metadata},
      {"error_status", &Cases::errorStatus},
  };
  json results;
  for (const auto& [name, run] : kCases) try {
      results[name] = (cases.*run)();
    } catch (const Failed& failed) {
      results[name] = nameOf(failed.status.error_code()) + ": " + failed.status.error_message();
    }
  std::cout << results.dump() << '\n';
}
