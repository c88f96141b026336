package example

func example(a string, items []string) error {
	log.Printf(logger, "x", a)
	return nil
}
