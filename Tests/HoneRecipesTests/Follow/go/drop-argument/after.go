package example

func example(a string, items []string) error {
	log.Printf("x", a)
	return nil
}
