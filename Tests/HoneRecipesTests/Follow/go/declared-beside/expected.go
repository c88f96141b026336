package a

func g(t T) {
	client := makeClient(t)
	p := NewPublisher(t, client)
	p.Stop()
}
