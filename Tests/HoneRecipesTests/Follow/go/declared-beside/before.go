package a

func f(t T) {
	p := NewPublisher(t, http.DefaultClient)
	p.Run()
}
