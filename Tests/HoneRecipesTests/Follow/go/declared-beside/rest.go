package a

func g(t T) {
	p := NewPublisher(t, http.DefaultClient)
	p.Stop()
}
