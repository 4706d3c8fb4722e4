// SPDX-License-Identifier: GPL-3.0-or-later

// The article's server: a listener for each port, each prints its name when it gets a call.
// article_server NAME PORT [NAME PORT]...
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"

	"model"
)

type server struct {
	model.UnimplementedDemoServiceServer
	name string
}

func (s *server) SayHello(ctx context.Context, in *model.HelloRequest) (*model.HelloResponse, error) {
	fmt.Println(s.name)
	return &model.HelloResponse{Message: "Hello " + in.Name}, nil
}

func main() {
	for i := 1; i+1 < len(os.Args); i += 2 {
		listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[i+1])
		if err != nil {
			log.Fatal(err)
		}
		s := grpc.NewServer()
		model.RegisterDemoServiceServer(s, &server{name: os.Args[i]})
		go s.Serve(listener)
	}
	select {}
}
