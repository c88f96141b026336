package a

func f(t T) {
	client := makeClient(t)
	p := NewPublisher(t, client)
	p.Run()
}
