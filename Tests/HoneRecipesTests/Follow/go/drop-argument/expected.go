package example

func example(a string, items []string) error {
	log.Printf("y", b)
	return nil
}
