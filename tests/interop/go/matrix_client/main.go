// SPDX-License-Identifier: GPL-3.0-or-later

// A Go client of the matrix: prints what each case gave as JSON.   matrix_client HOST:PORT
package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"sort"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"matrix"
)

type list = []interface{}

// Code names as the other languages write them.
var codeNames = map[codes.Code]string{codes.OK: "OK", codes.Canceled: "CANCELLED", codes.DeadlineExceeded: "DEADLINE_EXCEEDED",
	codes.NotFound: "NOT_FOUND", codes.Unavailable: "UNAVAILABLE", codes.Internal: "INTERNAL"}

func codeName(err error) string { return codeNames[status.Code(err)] }

func within(limit time.Duration) context.Context {
	ctx, _ := context.WithTimeout(context.Background(), limit)
	return ctx
}

func text(from metadata.MD) []string {
	lines := []string{}
	for key, values := range from {
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				value = hex.EncodeToString([]byte(value))
			}
			if strings.HasPrefix(key, "x-") {
				lines = append(lines, key+"="+value)
			}
		}
	}
	sort.Strings(lines)
	return lines
}

func unary(client matrix.MatrixClient) (interface{}, error) {
	answer, err := client.Unary(within(20*time.Second), &matrix.Ask{Payload: []byte("hello")})
	return string(answer.GetPayload()), err
}

func serverStreaming(client matrix.MatrixClient) (interface{}, error) {
	stream, err := client.Download(within(20*time.Second), &matrix.Ask{Count: 20})
	counts := list{}
	for err == nil {
		var answer *matrix.Answer
		if answer, err = stream.Recv(); err == nil {
			counts = append(counts, answer.Count)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return counts, err
}

func clientStreaming(client matrix.MatrixClient) (interface{}, error) {
	stream, err := client.Upload(within(20 * time.Second))
	for i := 0; i < 10 && err == nil; i++ {
		err = stream.Send(&matrix.Ask{Payload: []byte(fmt.Sprint(i))})
	}
	if err != nil {
		return nil, err
	}
	answer, err := stream.CloseAndRecv()
	return list{answer.GetCount(), string(answer.GetPayload())}, err
}

func bidirectional(client matrix.MatrixClient) (interface{}, error) {
	stream, err := client.Talk(within(20 * time.Second))
	payloads := list{}
	for i := 0; i < 10 && err == nil; i++ {
		var answer *matrix.Answer
		if err = stream.Send(&matrix.Ask{Payload: []byte(fmt.Sprint(i))}); err == nil {
			if answer, err = stream.Recv(); err == nil {
				payloads = append(payloads, string(answer.Payload))
			}
		}
	}
	if err == nil {
		stream.CloseSend()
		if _, err = stream.Recv(); err == io.EOF {
			err = nil
		}
	}
	return payloads, err
}

func deadline(client matrix.MatrixClient) (interface{}, error) {
	began := time.Now()
	_, err := client.Unary(within(300*time.Millisecond), &matrix.Ask{DelayMs: 3000})
	when := "late"
	if time.Since(began) < 2*time.Second {
		when = "in time"
	}
	return list{codeName(err), when}, nil
}

func openTalks(client matrix.MatrixClient) int32 {
	answer, _ := client.OpenTalks(within(20*time.Second), &matrix.Ask{})
	return answer.GetCount()
}

func cancellation(client matrix.MatrixClient) (interface{}, error) {
	ctx, cancel := context.WithCancel(within(20 * time.Second))
	stream, err := client.Talk(ctx)
	if err == nil {
		err = stream.Send(&matrix.Ask{Payload: []byte("first")})
	}
	if err == nil {
		_, err = stream.Recv()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	opened := openTalks(client)
	cancel()
	_, err = stream.Recv()
	left := openTalks(client)
	for i := 0; i < 100 && left > 0; i++ {
		time.Sleep(50 * time.Millisecond)
		left = openTalks(client)
	}
	return list{codeName(err), opened, left}, nil
}

func largeMessages(client matrix.MatrixClient) (interface{}, error) {
	const size = 4000000
	answer, err := client.Unary(within(20*time.Second),
		&matrix.Ask{Payload: bytes.Repeat([]byte{0xa5}, size), AnswerBytes: size})
	same := bytes.Equal(answer.GetPayload(), bytes.Repeat([]byte{0x5a}, size))
	return list{answer.GetCount(), len(answer.GetPayload()), same}, err
}

func metadataBothWays(client matrix.MatrixClient) (interface{}, error) {
	ctx := metadata.AppendToOutgoingContext(within(20*time.Second),
		"x-word", "one", "x-word", "two", "x-bytes-bin", string([]byte{0, 255, 10, 13, 61}))
	var initial, trailing metadata.MD
	_, err := client.Unary(ctx, &matrix.Ask{}, grpc.Header(&initial), grpc.Trailer(&trailing))
	return list{text(initial), text(trailing)}, err
}

func errorStatus(client matrix.MatrixClient) (interface{}, error) {
	var trailing metadata.MD
	_, err := client.Unary(within(20*time.Second), &matrix.Ask{Status: 5}, grpc.Trailer(&trailing))
	whole := make([]byte, 256)
	for i := range whole {
		whole[i] = byte(i)
	}
	detail := strings.Join(trailing.Get("detail-bin"), "")
	return list{codeName(err), status.Convert(err).Message(), detail == string(whole)}, nil
}

func main() {
	connection, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	client := matrix.NewMatrixClient(connection)
	cases := map[string]func(matrix.MatrixClient) (interface{}, error){
		"unary": unary, "server_streaming": serverStreaming, "client_streaming": clientStreaming,
		"bidirectional": bidirectional, "deadline": deadline, "cancellation": cancellation,
		"large_messages": largeMessages, "metadata": metadataBothWays, "error_status": errorStatus}
	results := map[string]interface{}{}
	for name, run := range cases {
		result, err := run(client)
		if err != nil {
			result = err.Error()
		}
		results[name] = result
	}
	json.NewEncoder(os.Stdout).Encode(results)
}
