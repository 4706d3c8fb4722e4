// SPDX-License-Identifier: GPL-3.0-or-later

// The article's client: three channels, one call each.   article_client HOST:PORT
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"

	"model"
)

func main() {
	for i := 0; i < 3; i++ {
		connection, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
		if err != nil {
			log.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		answer, err := model.NewDemoServiceClient(connection).SayHello(ctx, &model.HelloRequest{Name: "world"})
		cancel()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(answer.Message)
		connection.Close()
	}
}
